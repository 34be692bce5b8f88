/// The ends of a connection while its client waits for an answer.
struct ConnectionEndings: Sendable {
  /// Comes when the client stops sending: it has hung up, or has closed its half and still listens.
  ///
  /// Only a write shows which of the two it is.
  let silence = Ending(refusal: .clientIsGone)
  /// Comes when the connection is closed.
  let close = Ending(refusal: .clientIsGone)
}
