import Platform
import Synchronization

/// How long what a command left is hashed: as long as it takes, but only for a moment once the attempt is to end.
///
/// What is not hashed by then is told of without its hash, so that no cancel waits for a large workspace.
final class HashingTime: Sendable {
  /// Microseconds from when the attempt is to end: enough for the few files that most work leaves.
  private static let grace: Int64 = 1_000_000

  private let deadline: Instant?
  private let time: FleetTime
  private let endedAt = Mutex<Int64?>(nil)

  /// Begins it; the mission's own deadline ends it, too.
  init(deadline: Instant?, _ time: FleetTime) {
    self.deadline = deadline
    self.time = time
  }

  /// Leaves no more than the moment; told again, it changes nothing.
  func end() {
    let now = time.now.monotonic
    endedAt.withLock { $0 = $0 ?? now }
  }

  /// Whether another file may be hashed.
  var isLeft: Bool {
    let now = time.now
    if let deadline, now.fleet >= deadline { end() }
    return endedAt.withLock { $0.map { now.monotonic - $0 < Self.grace } ?? true }
  }
}
