package import EventLog

extension MissionID {
  /// Reads the id from its stream's name, `mission/<mission_id>`; nil for any other stream.
  package init?(stream: StreamName) {
    guard stream.string.hasPrefix(Self.streamPrefix) else { return nil }
    self.init(stored: String(stream.string.dropFirst(Self.streamPrefix.count)))
  }

  /// The name of the mission's stream.
  package var stream: String { Self.streamPrefix + rawValue }

  private static let streamPrefix = "mission/"
}

extension SessionID {
  /// Reads the id from its stream's name, `session/<vp_id>/<worker_id>`; nil for any other stream.
  package init?(stream: StreamName) {
    guard stream.string.hasPrefix(Self.streamPrefix) else { return nil }
    self.init(String(stream.string.dropFirst(Self.streamPrefix.count)))
  }

  /// The name of the session's stream.
  package var stream: String { Self.streamPrefix + description }

  private static let streamPrefix = "session/"
}

extension VPID {
  /// Reads the id from its queue's name, `queue/<vp_id>`; nil for any other stream.
  package init?(queueStream: StreamName) {
    guard queueStream.string.hasPrefix(Self.queuePrefix) else { return nil }
    self.init(stored: String(queueStream.string.dropFirst(Self.queuePrefix.count)))
  }

  /// The name of the VP's queue.
  package var queueStream: String { Self.queuePrefix + rawValue }

  private static let queuePrefix = "queue/"
}
