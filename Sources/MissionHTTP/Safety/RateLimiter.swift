import Platform
import Synchronization

/// A count of each client's requests in the running minute.
///
/// It keeps only the clients that have sent requests in that minute.
final class RateLimiter: Sendable {
  private struct Minute {
    var number: Int64 = 0
    var requests: [String: Int] = [:]
  }

  private static let minuteMicroseconds: Int64 = 60_000_000

  private let limit: Int
  private let clocks: Clocks
  private let minute = Mutex(Minute())

  /// Makes a limiter for a number of requests a minute; 0 sets no limit.
  init(perMinute limit: Int, clocks: Clocks) {
    self.limit = limit
    self.clocks = clocks
  }

  /// Counts a request; for one too many, returns the milliseconds after which to try again.
  func count(_ client: String) -> Int? {
    guard limit > 0 else { return nil }
    let now = clocks.monotonic()
    return minute.withLock { minute in
      let number = now / Self.minuteMicroseconds
      if minute.number != number { minute = Minute(number: number) }
      minute.requests[client, default: 0] += 1
      guard minute.requests[client, default: 0] > limit else { return nil }
      return Int((Self.minuteMicroseconds - now % Self.minuteMicroseconds) / 1_000) + 1
    }
  }
}
