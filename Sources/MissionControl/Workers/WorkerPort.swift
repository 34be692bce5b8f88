package import MissionModel

/// The calls that a worker makes to a fleet, the same for a ledger in a file here and on a server
/// elsewhere.
///
/// Every call may be repeated if its answer was lost: a report that was recorded is not recorded
/// twice.
package protocol WorkerPort: Sendable {
  /// Refuses a caller that may not act as a worker; records nothing.
  func checkMayWork(as session: SessionID) async throws

  /// Claims the VP's next mission, waiting for one as long as the request says; nil where there is
  /// none.
  func claim(_ request: ClaimRequest, _ call: CallContext) async throws -> MissionView?

  /// Records a worker's report on its mission, and renews the lease.
  func report(
    _ report: WorkerReport, on mission: MissionID, as token: FencingToken, _ call: CallContext
  ) async throws -> MissionView

  /// Records a report on the caller's thread: for heartbeats, whose own thread keeps their time.
  func reportBlocking(
    _ report: WorkerReport, on mission: MissionID, as token: FencingToken, _ call: CallContext
  ) throws -> MissionView

  /// Waits for an event beyond `version` other than a heartbeat; returns the mission after it, or
  /// as it is when the time is up.
  func nextChange(of mission: MissionID, after version: Int64, timeoutSeconds: Double) async throws
    -> MissionView

  /// Records a worker's report of itself.
  func reportSession(_ report: SessionReport, of session: SessionID, _ call: CallContext)
    async throws
}

extension WorkerPort {
  /// The holder of a ledger may work on it.
  package func checkMayWork(as session: SessionID) async throws {}
}
