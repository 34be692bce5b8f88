import EventLog

/// The source of a lane's ledger, which decides whether it may be written.
enum LedgerSource: Sendable {
  /// A home's file; the list tells whether it existed before.
  case live(LedgerList, autoRebuild: Bool)
  /// A backup's file, listed by its manifest, and never written.
  case backup(LedgerList)
  /// A capsule's part of it, without a file; nil where the capsule has none of it.
  case capsule(SealedLog?)

  /// The access of callers that only read it.
  var readAccess: EventLog.Options.Access {
    switch self {
    case .backup: .frozen
    case .live, .capsule: .readOnly
    }
  }
}
