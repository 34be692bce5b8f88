import Platform
import Synchronization

/// How long what a command left is hashed: as long as it takes, but only for a moment once the attempt is to end.
///
/// What is not hashed by then is told of without its hash, so that no cancel waits for a large workspace.
final class HashingTime: Sendable {
  /// Microseconds from when the attempt is to end: enough for the few files that most work leaves.
  private static let grace: Int64 = 1_000_000

  private let deadline: Instant?
  private let clocks: Clocks
  private let endedAt = Mutex<Int64?>(nil)

  /// Begins it; the mission's own deadline ends it, too.
  init(deadline: Instant?, _ clocks: Clocks) {
    self.deadline = deadline
    self.clocks = clocks
  }

  /// Leaves no more than the moment; told again, it changes nothing.
  func end() {
    let now = clocks.monotonic()
    endedAt.withLock { $0 = $0 ?? now }
  }

  /// Whether another file may be hashed.
  var isLeft: Bool {
    if let deadline, clocks.now() >= deadline { end() }
    let now = clocks.monotonic()
    return endedAt.withLock { $0.map { now - $0 < Self.grace } ?? true }
  }
}
