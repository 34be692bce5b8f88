/// What may become of a connection while its client waits for an answer.
struct ConnectionEndings: Sendable {
  /// Comes when the client sends no more: it has hung up, or has closed its half and still listens.
  ///
  /// Which of the two it is shows only by writing to it.
  let silence = Ending(refusal: .clientIsGone)
  /// Comes when the connection is closed.
  let close = Ending(refusal: .clientIsGone)
}
