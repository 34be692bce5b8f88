import MissionControl
import MissionModel
import Synchronization

/// A fleet whose reports fail for a while, as they do when another process holds the ledger.
final class FaultyPort: WorkerPort {
  private let fleet: Fleet
  private let failures = Mutex((count: 0, error: FaultyPort.locked))
  private let claimFailures = Mutex<(count: Int, error: MissionError)?>(nil)
  private let refused = Mutex<[MissionError.Code]>([])
  private let hangs = Mutex(false)
  private let before = Mutex<(@Sendable (WorkerReport) async throws -> Void)?>(nil)

  init(_ fleet: Fleet) { self.fleet = fleet }

  /// Has something happen before each report, as by somebody else.
  func happen(before event: @escaping @Sendable (WorkerReport) async throws -> Void) {
    before.withLock { $0 = event }
  }

  /// The codes of what the fleet itself refused of the reports.
  var refusals: [MissionError.Code] { refused.withLock { $0 } }

  private static let locked = MissionError(.vpDBLocked, "held by another")

  /// Makes so many of the next reports fail.
  func failNext(_ count: Int, with error: MissionError = FaultyPort.locked) {
    failures.withLock { $0 = (count, error) }
  }

  /// Has no call answer any more: each hangs until its caller gives up.
  func hang() { hangs.withLock { $0 = true } }

  private func answer() async throws {
    if hangs.withLock(\.self) { try await Task.sleep(for: .seconds(86_400)) }
  }

  /// Makes so many of the next claims fail.
  func failClaims(_ count: Int, with error: MissionError) {
    claimFailures.withLock { $0 = (count, error) }
  }

  func claim(_ request: ClaimRequest, _ call: CallContext) async throws -> MissionView? {
    try await answer()
    let failure = claimFailures.withLock { failures -> MissionError? in
      guard let (count, error) = failures, count > 0 else { return nil }
      failures = (count - 1, error)
      return error
    }
    if let failure { throw failure }
    return try await fleet.claim(request, call)
  }

  func report(
    _ report: WorkerReport, on mission: MissionID, as token: FencingToken, _ call: CallContext
  ) async throws -> MissionView {
    try await answer()
    try fail()
    try await before.withLock { $0 }?(report)
    return try await fleet.report(report, on: mission, as: token, call)
  }

  func reportBlocking(
    _ report: WorkerReport, on mission: MissionID, as token: FencingToken, _ call: CallContext
  ) throws -> MissionView {
    try fail()
    do {
      return try fleet.reportBlocking(report, on: mission, as: token, call)
    } catch let error as MissionError {
      refused.withLock { $0.append(error.code) }
      throw error
    }
  }

  func nextChange(
    of mission: MissionID, after version: Int64, timeoutSeconds: Double
  ) async throws -> MissionView {
    try await answer()
    return try await fleet.nextChange(of: mission, after: version, timeoutSeconds: timeoutSeconds)
  }

  func reportSession(
    _ report: SessionReport, of session: SessionID, _ call: CallContext
  ) async throws {
    try await answer()
    try await fleet.reportSession(report, of: session, call)
  }

  private func fail() throws {
    let failure = failures.withLock { failures -> MissionError? in
      guard failures.count > 0 else { return nil }
      failures.count -= 1
      return failures.error
    }
    if let failure { throw failure }
  }
}
