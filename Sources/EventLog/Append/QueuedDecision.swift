/// A command's decision that waits for its turn on the writer thread.
struct QueuedDecision: Sendable {
  /// When the decision is withdrawn if nobody has taken it, in microseconds of the system's
  /// monotonic clock.
  let deadline: Int64
  /// Whether it changes tables itself and so needs a transaction of its own.
  let isExclusive: Bool
  /// Decides, and returns a closure that answers the caller once everything is durable.
  let decide: @Sendable (WriteTransaction) throws -> @Sendable () -> Void
  /// Answers the caller with an error instead.
  let fail: @Sendable (any Error) -> Void
}
