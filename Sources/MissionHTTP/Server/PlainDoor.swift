/// A door that is mounted at one path: it takes POSTs, and is cancelled when their client hangs up.
package struct PlainDoor: Sendable {
  let answer: @Sendable (PlainRequest) async throws -> PlainReply
  let end: @Sendable () -> Void

  /// Makes a door of what answers a request, and of what has every call that waits answer with what there is by now,
  /// because the server is going.
  package init(
    answer: @escaping @Sendable (PlainRequest) async throws -> PlainReply,
    end: @escaping @Sendable () -> Void
  ) {
    self.answer = answer
    self.end = end
  }
}
