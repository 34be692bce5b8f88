/// The contract's own headers, as a server and its clients write them.
package enum HeaderName {
  /// The client's own name for a command, under which it may be repeated.
  package static let idempotencyKey = "Idempotency-Key"
  /// The session whose feed gets the news of a caller's missions; an empty one stands for none.
  package static let session = "X-Missionlog-Session"
  /// The warnings of an answer whose body has no place for them, as JSON.
  package static let warnings = "X-Missionlog-Warnings"
}
