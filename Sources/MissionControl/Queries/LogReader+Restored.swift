package import EventLog

extension NewEvent {
  /// The type of the event that follows what an import has restored event by event.
  package static let restored = "log.imported"
}

extension LogReader {
  /// The position up to which the log was restored from another home's export; 0 where it was not.
  ///
  /// Only a log that holds nothing else is restored, so that whatever comes before the word of it came from there.
  func restoredThrough() throws(LogError) -> Int64 {
    try events(of: .log).last { $0.type == NewEvent.restored }?.position ?? 0
  }
}
