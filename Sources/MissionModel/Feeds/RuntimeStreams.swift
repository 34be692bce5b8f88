package import EventLog

/// The names of the runtime ledger's streams.
package enum RuntimeStreams {
  private static let feedPrefix = "feed/"
  private static let bridgePrefix = "bridge/"

  /// The stream of a source session's feed.
  package static func feed(_ session: String) -> StreamName {
    StreamName(trusted: feedPrefix + session)
  }

  /// The session whose feed a stream is; nil for any other stream.
  package static func session(of stream: StreamName) -> String? {
    let name = stream.string.utf8
    return name.starts(with: feedPrefix.utf8) ? String(name.dropFirst(feedPrefix.utf8.count)) : nil
  }

  /// The stream of the bridge's events for a source, except items.
  package static func bridge(_ ledger: String) -> StreamName {
    StreamName(trusted: bridgePrefix + ledger)
  }
}
