package import EventLog

extension SessionID {
  /// Reads the id from its stream's name, `session/<vp_id>/<worker_id>`; nil for any other stream.
  package init?(stream: StreamName) {
    guard stream.string.hasPrefix(Self.streamPrefix) else { return nil }
    self.init(String(stream.string.dropFirst(Self.streamPrefix.count)))
  }

  /// The stream of the worker session's own events.
  package var stream: StreamName { StreamName(trusted: Self.streamPrefix + description) }

  private static let streamPrefix = "session/"
}
