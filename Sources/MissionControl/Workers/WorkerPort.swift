package import MissionModel

/// What a worker needs of a fleet: the same calls whether its ledger is a file here or a server elsewhere.
///
/// Every call may be repeated when its answer was lost: a report that was recorded is not recorded twice.
package protocol WorkerPort: Sendable {
  /// Refuses a caller that may not do what a worker does, and records nothing.
  func checkMayWork(as session: SessionID) async throws

  /// Claims the VP's next mission, waiting for one as long as the request says; nil where there is none.
  func claim(_ request: ClaimRequest, _ call: CallContext) async throws -> MissionView?

  /// Records what a worker says of its mission, and renews the lease.
  func report(
    _ report: WorkerReport, on mission: MissionID, as token: FencingToken, _ call: CallContext
  ) async throws -> MissionView

  /// Records a report on the caller's thread: for heartbeats, which keep time by a thread of their own.
  func reportBlocking(
    _ report: WorkerReport, on mission: MissionID, as token: FencingToken, _ call: CallContext
  ) throws -> MissionView

  /// Waits for an event beyond `version` that is no heartbeat; answers the mission as it then is, or as it is
  /// when the time is over.
  func nextChange(of mission: MissionID, after version: Int64, timeoutSeconds: Double) async throws
    -> MissionView

  /// Records what a worker says of itself.
  func reportSession(_ report: SessionReport, of session: SessionID, _ call: CallContext)
    async throws
}

extension WorkerPort {
  /// Whoever holds the ledger may work on it.
  package func checkMayWork(as session: SessionID) async throws {}
}
