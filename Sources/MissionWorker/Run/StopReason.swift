package import Platform

/// What ends an attempt before its command does.
package enum StopReason: Hashable, Sendable {
  /// No output for this many seconds.
  case silence(seconds: Double)
  /// A limit of the budget, as a sentence.
  case budget(String)
  /// The moment until which the mission had to be done.
  case deadline(Instant)
  /// Somebody wants it no more.
  case cancelled(reason: String?)
  /// The worker ends and waited as long as it may.
  case shutdown
  /// The mission is another's now, and no report of this attempt will count.
  case leaseLost
}
