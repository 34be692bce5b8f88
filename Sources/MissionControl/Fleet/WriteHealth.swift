import EventLog
import MissionModel
import Platform
import Synchronization

/// The failure of a ledger's last write, until something disproves it.
///
/// A lock of another process is no failure at first, since whoever waits for it is told: it becomes
/// one when it has kept every write out for long.
final class WriteHealth: Sendable {
  /// How long a failure is believed if no write disproves it, in microseconds: callers that keep
  /// away from a sick ledger disprove nothing.
  private static let validity: Int64 = 60_000_000
  /// How long a lock must keep every write out to count: at least `least` microseconds, and at
  /// least `waits` times a write's own wait.
  private static let lockPatience: (least: Int64, waits: Int64) = (30_000_000, 3)

  private struct Failure {
    let error: MissionError
    /// Whether another process's lock stood in the way, not the ledger itself.
    let isLock: Bool
    /// When this run of failures began.
    var since: Int64
    /// When the last of them happened.
    let at: Int64
    /// The ledger's last position at the first question after the failure.
    var head: Int64?
  }

  private let ledger: String
  private let clocks: Clocks
  /// How long a write waits for a lock, in microseconds.
  private let busyTimeout: Int64
  private let failure = Mutex<Failure?>(nil)

  /// Makes the health of a ledger without a failure yet; a write waits `busyTimeout` seconds for a
  /// lock.
  init(ledger: String, clocks: Clocks, busyTimeout: Double) {
    self.ledger = ledger
    self.clocks = clocks
    self.busyTimeout = Instant.microseconds(inSeconds: busyTimeout)
  }

  /// Notes that a write succeeded; one that appended nothing only shows that the lock is free.
  func succeeded(appending: Bool) {
    failure.withLock { failure in
      if appending || failure?.isLock == true { failure = nil }
    }
  }

  /// Notes how a write failed, if the ledger itself or a lock was the reason.
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

  /// The failure to remember when `failed` follows `known`.
  private func next(_ failed: Failure, after known: Failure?) -> Failure {
    guard let known, failed.isLock, isValid(known, at: failed.at) else { return failed }
    guard known.isLock else { return known }
    var longer = failed
    longer.since = known.since
    longer.head = known.head
    return longer
  }

  /// The present obstacle to writing; `head` is the ledger's last position.
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
    // The next write may still be waiting for the lock, with no outcome yet.
    now - failure.at < Self.validity + (failure.isLock ? busyTimeout : 0)
  }

  private func hasLasted(_ failure: Failure) -> Bool {
    let (least, waits) = Self.lockPatience
    return !failure.isLock || failure.at - failure.since >= max(least, waits * busyTimeout)
  }
}
