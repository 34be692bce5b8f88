import EventLog

/// What a lane's ledger is read from, which decides whether it may be written.
enum LedgerSource: Sendable {
  /// A home's file; the list tells whether there has been one.
  case live(LedgerList, autoRebuild: Bool)
  /// A backup's file, of which the list knows by the manifest: nobody will write it again.
  case backup(LedgerList)
  /// What a capsule holds of it, where there is no file; nil where it holds nothing of it.
  case capsule(SealedLog?)

  /// How it is opened by those who only read it.
  var readAccess: EventLog.Options.Access {
    switch self {
    case .backup: .frozen
    case .live, .capsule: .readOnly
    }
  }
}
