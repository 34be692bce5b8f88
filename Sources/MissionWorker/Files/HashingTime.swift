import Platform
import Synchronization

/// The time for hashing a command's files: as long as it takes, but only a moment once the attempt
/// must end.
///
/// Files that are not hashed by then are reported without a hash, so that no cancel waits for a
/// large workspace.
final class HashingTime: Sendable {
  /// Microseconds after the attempt must end: enough for the few files that most work leaves.
  private static let grace: Int64 = 1_000_000

  private let deadline: Instant?
  private let time: FleetTime
  private let endedAt = Mutex<Int64?>(nil)

  /// Starts it; the mission's own deadline ends it, too.
  init(deadline: Instant?, _ time: FleetTime) {
    self.deadline = deadline
    self.time = time
  }

  /// Leaves only the moment; a second call changes nothing.
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
