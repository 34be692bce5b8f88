/// The headers of the contract's own, as a server and its clients both write them.
package enum HeaderName {
  /// The client's own name for a command, by which it may be sent again.
  package static let idempotencyKey = "Idempotency-Key"
  /// The session whose feed a caller's missions answer into; an empty one says that there is none.
  package static let session = "X-Missionlog-Session"
  /// What the reader of an answer should know whose body has no place for it, as JSON.
  package static let warnings = "X-Missionlog-Warnings"
}
