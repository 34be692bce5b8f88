package import MissionModel

extension Fleet {
  /// What a fleet is of, which decides what it may do; settled when it is made.
  enum Standing: Sendable {
    /// A home as it is.
    case live
    /// A backup as it is: nobody writes it.
    case backup
    /// A home or a backup as it was at a past moment.
    case past
    /// A capsule, which holds some missions and no more, as it was when it was made, or at a moment before.
    case capsule
  }

  /// Whether this is the fleet of a past moment: nothing can be written, and what is seen just now is no part of it.
  package var isPast: Bool {
    switch standing {
    case .live, .backup: false
    case .past, .capsule: true
    }
  }

  /// Whether this is the fleet of a capsule, which holds some missions and no more.
  package var isCapsule: Bool { standing == .capsule }

  /// Whether anything can be done here: it is neither the past nor a capsule nor a backup.
  package var isWritable: Bool { (try? checkMayWrite()) != nil }

  /// Refuses what writes to every ledger, where nobody can: in a capsule, in a backup, in the past.
  package func checkMayWrite() throws(MissionError) {
    switch standing {
    case .live:
      // Its folder may have become a backup since.
      if home.isBackup { throw .backupIsUnwritable(home.path) }
    case .backup: throw .backupIsUnwritable(home.path)
    case .past: throw .pastIsUnwritable
    case .capsule: throw .capsuleIsUnwritable
    }
  }
}
