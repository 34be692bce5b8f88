private import Glibc

/// The two clocks that everything else is handed: the wall clock and the monotonic one.
public struct Clocks: Sendable {
  /// Returns the time of day; it may jump in either direction.
  public var now: @Sendable () -> Instant
  /// Returns microseconds that never run backwards within one boot (`CLOCK_MONOTONIC`).
  public var monotonic: @Sendable () -> Int64

  /// Makes clocks from two functions.
  public init(
    now: @escaping @Sendable () -> Instant, monotonic: @escaping @Sendable () -> Int64
  ) {
    self.now = now
    self.monotonic = monotonic
  }

  /// Returns what the monotonic clock will say `seconds` from now, held at the ends of the range.
  package func monotonic(inSeconds seconds: Double) -> Int64 {
    Instant(microseconds: monotonic()).advanced(bySeconds: seconds).microseconds
  }

  /// Returns the seconds since the monotonic clock said `moment`.
  package func seconds(since moment: Int64) -> Double {
    Double(monotonic() - moment) / 1_000_000
  }

  /// The machine's own clocks.
  public static let system = Clocks(
    now: { Instant(microseconds: microseconds(of: CLOCK_REALTIME)) },
    monotonic: { microseconds(of: CLOCK_MONOTONIC) })

  private static func microseconds(of clock: clockid_t) -> Int64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
  }
}
