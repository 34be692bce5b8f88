import EventLog
import MissionModel
import Platform
import Synchronization

/// What stands in the way of a ledger's next write, as far as that can be told without one: how its last write failed, and
/// for how long somebody has had its lock.
final class WriteHealth: Sendable {
  /// How long a failure is believed in that no commit has disproved, in microseconds: whoever keeps away from a sick ledger
  /// disproves none.
  private static let validity: Int64 = 60_000_000

  private struct State {
    /// How the last write failed, a lock aside, and when.
    var failure: (error: MissionError, at: Int64)?
    /// Since when the lock is held and the head stands still; the head is nil where it wasn't looked at yet.
    var hold: (head: Int64?, since: Int64)?
  }

  private let ledger: String
  private let path: String
  private let busyTimeout: Double
  private let clocks: Clocks
  private let state = Mutex(State())

  /// Makes the health of a ledger, of which nothing is known yet.
  init(ledger: String, path: String, busyTimeout: Double, clocks: Clocks) {
    self.ledger = ledger
    self.path = path
    self.busyTimeout = busyTimeout
    self.clocks = clocks
  }

  /// Notes that something was committed.
  func committed() { state.withLock { $0 = State() } }

  /// Notes how a write failed, where the ledger itself stood in its way.
  func failed(_ error: any Error) {
    guard let error = error as? LogError else { return }
    let now = clocks.monotonic()
    switch error.code {
    case .locked:
      let began = now - Instant.microseconds(inSeconds: busyTimeout)
      state.withLock { $0.hold = $0.hold ?? (head: nil, since: began) }
    case .full, .io, .readOnly, .corrupt:
      let error = MissionError(error, ledger: ledger)
      state.withLock { $0.failure = (error, now) }
    default: break
    }
  }

  /// What stands in the way now; `head` is the ledger's last position.
  func obstacle(at head: Int64?) -> MissionError? {
    let holder = SideLock.holding(path: path + ".lock")
    let now = clocks.monotonic()
    return state.withLock { state in
      if let failure = state.failure, now - failure.at < Self.validity { return failure.error }
      guard holder != .nobody else {
        state.hold = nil
        return nil
      }
      var since = now
      if let hold = state.hold, hold.head == nil || hold.head == head { since = hold.since }
      state.hold = (head, since)
      let seconds = Double(now - since) / 1_000_000
      guard seconds >= busyTimeout else { return nil }
      return MissionError(
        .vpDBLocked,
        "ledger \(ledger): \(holder.words) has had its lock for \(Int(seconds)) seconds and commits nothing"
      )
    }
  }
}

extension SideLock.Holder {
  /// Who it is, for people.
  fileprivate var words: String {
    switch self {
    case .nobody, .unknown: "a program that left no word of itself"
    case .process(let process): ProcessTable.words(for: process.pid)
    }
  }
}
