/// A door that is mounted at one path: it takes POSTs, and is cancelled when their client hangs up.
package struct PlainDoor: Sendable {
  let answer: @Sendable (PlainRequest) async throws -> PlainReply
  let end: @Sendable () -> Void

  /// Makes a door from two closures: one answers a request, the other makes all waiting calls
  /// answer with what there is, since the server ends.
  package init(
    answer: @escaping @Sendable (PlainRequest) async throws -> PlainReply,
    end: @escaping @Sendable () -> Void
  ) {
    self.answer = answer
    self.end = end
  }
}
