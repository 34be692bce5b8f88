package import Platform

/// The fleet's time from the answer to a claim, continued by the monotonic clock here.
///
/// It is the clock for a mission's deadline and receipt: a wall clock may differ from the fleet's,
/// and may jump. It is not the log's time, which may be ahead of every clock.
package struct FleetTime: Sendable {
  private let clocks: Clocks
  private let begun: Instant
  private let origin: Int64

  /// Starts it, just after the claim; for an answer without a time it starts from the clock here.
  package init(from told: Instant?, _ clocks: Clocks) {
    self.clocks = clocks
    begun = told ?? clocks.now()
    origin = clocks.monotonic()
  }

  /// The fleet's time now, and the monotonic clock's.
  package var now: RunClock.Moment {
    let monotonic = clocks.monotonic()
    return RunClock.Moment(
      monotonic: monotonic, fleet: begun.advanced(byMicroseconds: monotonic - origin))
  }
}
