package import Platform

/// The fleet's time as the answer to a claim told it, carried on by the monotonic clock here.
///
/// A mission's deadline and receipt go by it: a wall clock may differ from the fleet's, and may jump. It is no time of the
/// log, which may be ahead of every clock.
package struct FleetTime: Sendable {
  private let clocks: Clocks
  private let begun: Instant
  private let origin: Int64

  /// Begins it, just after the claim; an answer that tells no time has come by the clock here.
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
