package import MissionModel

extension Fleet {
  /// What a fleet stands for, which decides what may be done to it; fixed when it is made.
  enum Standing: Sendable {
    /// A home as it is.
    case live
    /// A backup as it is: never written.
    case backup
    /// A home or a backup as it was at a past moment.
    case past
    /// A capsule, which holds some missions and no more, as of its making or a moment before.
    case capsule
  }

  /// Whether this is the fleet of a past moment: it can't be written, and present observations are
  /// no part of it.
  package var isPast: Bool {
    switch standing {
    case .live, .backup: false
    case .past, .capsule: true
    }
  }

  /// Whether this is the fleet of a capsule, which holds some missions and no more.
  package var isCapsule: Bool { standing == .capsule }

  /// Whether it can be written: it is neither the past, a capsule nor a backup.
  package var isWritable: Bool { (try? checkMayWrite()) != nil }

  /// Refuses any write to a capsule, to a backup, and to the past.
  package func checkMayWrite() throws(MissionError) {
    switch standing {
    case .live:
      // The folder may have become a backup since.
      if home.isBackup { throw .backupIsUnwritable(home.path) }
    case .backup: throw .backupIsUnwritable(home.path)
    case .past: throw .pastIsUnwritable
    case .capsule: throw .capsuleIsUnwritable
    }
  }
}
