/// A command's decision that waits for its turn on the writer thread.
struct QueuedDecision: Sendable {
  /// When the decision is withdrawn if nobody has taken it, in microseconds of the system's
  /// monotonic clock.
  var deadline: Int64
  /// Whether it changes tables itself and so needs a transaction of its own.
  var isExclusive: Bool
  /// Decides, and returns a closure that answers the caller once everything is durable.
  var decide: @Sendable (WriteTransaction) throws -> @Sendable () -> Void
  /// Answers the caller with an error instead.
  var fail: @Sendable (any Error) -> Void
}
