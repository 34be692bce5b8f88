import EventLog
import MissionModel
import Platform
import Synchronization

/// How a ledger's last write failed, as far as nothing has disproved it.
///
/// A lock that another process holds is nothing of the sort, since whoever waits for it is told: only one that has kept
/// every write out for long is.
final class WriteHealth: Sendable {
  /// How long a failure is believed in that no write has disproved, in microseconds: whoever keeps away from a sick
  /// ledger disproves none.
  private static let validity: Int64 = 60_000_000
  /// How long a lock must keep every write out, in microseconds: so long, and so many times what a write waits for it.
  private static let lockPatience: (least: Int64, waits: Int64) = (30_000_000, 3)

  private struct Failure {
    let error: MissionError
    /// Whether a lock that another holds stood in the way, and not the ledger itself.
    let isLock: Bool
    /// When it first failed so without a write between that went through.
    var since: Int64
    /// When it last did.
    let at: Int64
    /// The ledger's last position when somebody first asked.
    var head: Int64?
  }

  private let ledger: String
  private let clocks: Clocks
  /// How long a write waits for a lock, in microseconds.
  private let busyTimeout: Int64
  private let failure = Mutex<Failure?>(nil)

  /// Makes the health of a ledger, of which nothing is known yet; a write waits `busyTimeout` seconds for a lock.
  init(ledger: String, clocks: Clocks, busyTimeout: Double) {
    self.ledger = ledger
    self.clocks = clocks
    self.busyTimeout = Instant.microseconds(inSeconds: busyTimeout)
  }

  /// Notes that a write went through; one that appended nothing shows no more than that the lock is free.
  func succeeded(appending: Bool) {
    failure.withLock { failure in
      if appending || failure?.isLock == true { failure = nil }
    }
  }

  /// Notes how a write failed, where the ledger itself or a lock stood in its way.
  func failed(_ error: any Error) {
    guard let error = error as? LogError,
      [.locked, .full, .io, .readOnly, .corrupt].contains(error.code)
    else { return }
    let now = clocks.monotonic()
    let failed = Failure(
      error: MissionError(error, ledger: ledger), isLock: error.code == .locked, since: now,
      at: now)
    failure.withLock { $0 = next(failed, after: $0) }
  }

  /// What is kept in mind once this has failed after that.
  private func next(_ failed: Failure, after known: Failure?) -> Failure {
    guard let known, failed.isLock, isValid(known, at: failed.at) else { return failed }
    guard known.isLock else { return known }
    var longer = failed
    longer.since = known.since
    longer.head = known.head
    return longer
  }

  /// What stands in the way now; `head` is the ledger's last position.
  func obstacle(at head: Int64?) -> MissionError? {
    let now = clocks.monotonic()
    return failure.withLock { failure in
      guard let known = failure else { return nil }
      if let before = known.head, let head, head > before {
        failure = nil
        return nil
      }
      failure?.head = known.head ?? head
      return isValid(known, at: now) && hasLasted(known) ? known.error : nil
    }
  }

  private func isValid(_ failure: Failure, at now: Int64) -> Bool {
    // The next write waits for the lock, and says nothing of it meanwhile.
    now - failure.at < Self.validity + (failure.isLock ? busyTimeout : 0)
  }

  private func hasLasted(_ failure: Failure) -> Bool {
    let (least, waits) = Self.lockPatience
    return !failure.isLock || failure.at - failure.since >= max(least, waits * busyTimeout)
  }
}
