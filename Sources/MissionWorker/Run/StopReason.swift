package import Platform

/// A reason to end an attempt before its command ends.
package enum StopReason: Hashable, Sendable {
  /// No output for this many seconds.
  case silence(seconds: Double)
  /// A limit of the budget, as a sentence.
  case budget(String)
  /// The mission's deadline.
  case deadline(Instant)
  /// A cancel.
  case cancelled(reason: String?)
  /// The worker must end and has waited as long as it may.
  case shutdown
  /// The mission is another's now, and no report of this attempt counts any more.
  case leaseLost
}
