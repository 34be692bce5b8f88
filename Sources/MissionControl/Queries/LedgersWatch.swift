import EventLog
import EventProjections

/// A wait for any of several ledgers to move, woken by their followers, without polling.
struct LedgersWatch: Sendable {
  /// The shortest time between two looks of one waiter, so that a busy ledger doesn't keep the
  /// waiter busy too.
  private static let pause = Duration.milliseconds(10)

  /// The ledgers, each with the head that has been seen.
  var heads: [(log: ProjectedLog, seen: Int64)]

  /// Waits until a ledger is beyond the head that was seen, or the time is up.
  func wait(seconds: Double) async throws {
    guard seconds > 0 else { return }
    try await Task.sleep(for: Self.pause)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (log, seen) in heads {
        group.addTask { _ = try await log.log.waitForHead(beyond: seen, timeoutSeconds: seconds) }
      }
      if heads.isEmpty { group.addTask { try await Task.sleep(for: .seconds(seconds)) } }
      try await group.next()
      group.cancelAll()
    }
    try Task.checkCancellation()
  }
}
