package import EventLog

extension MissionID {
  /// The prefix of missions' streams.
  package static let streamPrefix = "mission/"

  /// Reads the id from its stream's name, `mission/<mission_id>`; nil for any other stream.
  package init?(stream: StreamName) {
    guard stream.string.hasPrefix(Self.streamPrefix) else { return nil }
    self.init(stored: String(stream.string.dropFirst(Self.streamPrefix.count)))
  }

  /// The stream of the mission's events.
  package var stream: StreamName { StreamName(trusted: Self.streamPrefix + rawValue) }
}
