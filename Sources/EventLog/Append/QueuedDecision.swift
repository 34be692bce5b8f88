/// A command's decision that waits for its turn on the writer thread.
struct QueuedDecision: Sendable {
  /// When it is withdrawn if nobody has taken it, in microseconds of the system's monotonic clock.
  var deadline: Int64
  /// Whether it changes tables itself and so gets a transaction of its own.
  var isExclusive: Bool
  /// Decides, and returns what gives the caller its answer once all is durable.
  var decide: @Sendable (WriteTransaction) throws -> @Sendable () -> Void
  /// Gives the caller an error instead.
  var fail: @Sendable (any Error) -> Void
}
