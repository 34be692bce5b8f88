import EventLog
import MissionModel
import Platform
import Synchronization

/// How a ledger's last write failed, as far as nothing has disproved it.
///
/// A lock that another process holds is nothing of the sort: whoever waits for it is told.
final class WriteHealth: Sendable {
  /// How long a failure is believed in that no commit has disproved, in microseconds: whoever keeps away from a sick ledger
  /// disproves none.
  private static let validity: Int64 = 60_000_000

  private struct Failure {
    let error: MissionError
    let at: Int64
    /// The ledger's last position when somebody first asked.
    var head: Int64?
  }

  private let ledger: String
  private let clocks: Clocks
  private let failure = Mutex<Failure?>(nil)

  /// Makes the health of a ledger, of which nothing is known yet.
  init(ledger: String, clocks: Clocks) {
    self.ledger = ledger
    self.clocks = clocks
  }

  /// Notes that something was committed.
  func committed() { failure.withLock { $0 = nil } }

  /// Notes how a write failed, where the ledger itself stood in its way.
  func failed(_ error: any Error) {
    guard let error = error as? LogError,
      [.full, .io, .readOnly, .corrupt].contains(error.code)
    else { return }
    let failed = Failure(
      error: MissionError(error, ledger: ledger), at: clocks.monotonic(), head: nil)
    failure.withLock { $0 = failed }
  }

  /// What stands in the way now; `head` is the ledger's last position.
  func obstacle(at head: Int64?) -> MissionError? {
    let now = clocks.monotonic()
    return failure.withLock { failure in
      guard let known = failure else { return nil }
      let hasMoved = known.head.flatMap { before in head.map { $0 > before } } ?? false
      if hasMoved || now - known.at >= Self.validity {
        failure = nil
        return nil
      }
      failure?.head = known.head ?? head
      return known.error
    }
  }
}
