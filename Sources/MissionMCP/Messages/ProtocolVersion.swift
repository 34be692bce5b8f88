/// The supported revisions of the protocol, in its two eras.
enum ProtocolVersion {
  /// The revision without a handshake: each request describes itself completely.
  static let modern = "2026-07-28"
  /// The revisions that begin with `initialize`, newest first.
  static let legacy = ["2025-11-25", "2025-06-18", "2025-03-26"]
  /// The one offered to a client whose handshake asks for another.
  static let offered = "2025-11-25"
  /// The one assumed for a request over HTTP that names none.
  static let unnamed = "2025-03-26"
  /// The one that has batches.
  static let batched = "2025-03-26"
  /// All of them, newest first.
  static let all = [modern] + legacy
}

/// The era of a request, and so of its answer.
enum Era: Hashable, Sendable {
  /// The revision without a handshake.
  case modern
  /// A revision with one.
  case legacy(version: String)
}
