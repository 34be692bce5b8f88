package import EventLog

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
