/// The revisions of the protocol that are spoken here, in its two eras.
enum ProtocolVersion {
  /// The revision without a handshake: each request says everything about itself.
  static let modern = "2026-07-28"
  /// The revisions that begin with `initialize`, newest first.
  static let legacy = ["2025-11-25", "2025-06-18", "2025-03-26"]
  /// The one offered to a client that asks for another in its handshake.
  static let offered = "2025-11-25"
  /// The one that a request over HTTP has which names none.
  static let unnamed = "2025-03-26"
  /// The one that knows batches.
  static let batched = "2025-03-26"
  /// All of them, newest first.
  static let all = [modern] + legacy
}

/// How a request is spoken, and so how its answer is.
enum Era: Hashable, Sendable {
  /// By the revision without a handshake.
  case modern
  /// By a revision with one.
  case legacy(version: String)
}
