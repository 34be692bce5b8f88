package import EventLog

extension MissionID {
  /// What the names of missions' streams begin with.
  package static let streamPrefix = "mission/"

  /// Reads the id from its stream's name, `mission/<mission_id>`; nil for any other stream.
  package init?(stream: StreamName) {
    guard stream.string.hasPrefix(Self.streamPrefix) else { return nil }
    self.init(stored: String(stream.string.dropFirst(Self.streamPrefix.count)))
  }

  /// The stream of the mission's events.
  package var stream: StreamName { StreamName(trusted: Self.streamPrefix + rawValue) }
}

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

extension VPID {
  /// Reads the id from its queue's name, `queue/<vp_id>`; nil for any other stream.
  package init?(queueStream: StreamName) {
    guard queueStream.string.hasPrefix(Self.queuePrefix) else { return nil }
    self.init(stored: String(queueStream.string.dropFirst(Self.queuePrefix.count)))
  }

  /// The stream of the VP's pauses.
  package var queueStream: StreamName { StreamName(trusted: Self.queuePrefix + rawValue) }

  private static let queuePrefix = "queue/"
}
