package import Platform
import Synchronization

/// Clocks that move only when a test says so, or by a fixed step at each reading.
package final class TestClock: Sendable {
  private struct Time {
    var wall: Instant
    var monotonic: Int64
  }

  private let time: Mutex<Time>
  private let step: Int64

  /// Makes a clock that stands at `start` and moves by `stepMicroseconds` after each reading of the
  /// wall clock.
  package init(
    start: Instant = Instant(microseconds: 1_767_225_600_000_000), stepMicroseconds: Int64 = 0
  ) {
    time = Mutex(Time(wall: start, monotonic: 1_000_000_000))
    step = stepMicroseconds
  }

  /// The wall clock's time; reading it here does not move it.
  package var now: Instant {
    get { time.withLock { $0.wall } }
    set { time.withLock { $0.wall = newValue } }
  }

  /// Moves both clocks on.
  package func advance(seconds: Double) {
    let delta = Instant.microseconds(inSeconds: seconds)
    time.withLock { time in
      time.wall = time.wall.advanced(byMicroseconds: delta)
      time.monotonic += delta
    }
  }

  /// The clocks to hand to what is tested.
  package var clocks: Clocks {
    Clocks(
      now: { [self] in
        time.withLock { time in
          defer {
            time.wall = time.wall.advanced(byMicroseconds: step)
            time.monotonic += step
          }
          return time.wall
        }
      },
      monotonic: { [self] in time.withLock { $0.monotonic } })
  }
}
