package import Platform

/// The fleet's time as the answer to a claim told it, carried on by the monotonic clock here.
///
/// A mission's deadline and receipt go by it: a wall clock may differ from the fleet's, and may jump.
package struct FleetTime: Sendable {
  private let clocks: Clocks
  private let claimedAt: Instant
  private let origin: Int64

  /// Begins it, just after the claim; one that tells no time was made by the clock here.
  package init(claimedAt: Instant?, _ clocks: Clocks) {
    self.clocks = clocks
    self.claimedAt = claimedAt ?? clocks.now()
    origin = clocks.monotonic()
  }

  /// The fleet's time now, and the monotonic clock's.
  package var now: RunClock.Moment {
    let monotonic = clocks.monotonic()
    return RunClock.Moment(
      monotonic: monotonic, fleet: claimedAt.advanced(byMicroseconds: monotonic - origin))
  }
}
