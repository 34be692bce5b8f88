package import EventLog

extension LogReader {
  /// The position up to which the log was restored from another home's export; 0 where it was not.
  ///
  /// Only an empty log is restored, so every event before this one came from there.
  func restoredThrough() throws(LogError) -> Int64 {
    try events(of: .log).last { $0.type == NewEvent.restored }?.position ?? 0
  }
}

extension NewEvent {
  /// The type of the event that an import appends after restoring a log event by event.
  package static let restored = "log.imported"
}
