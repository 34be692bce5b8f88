package import CanonicalJSON
package import Platform

/// `vp.mission.dispatched`: the whole request with its defaults filled in, and everything settled
/// with it.
package struct MissionDispatched: EventPayload {
  /// The mission that begins.
  package var missionID: MissionID
  /// The request.
  package var request: DispatchRequest
  /// The mission that this one retries.
  package var retryOf: MissionID?
  /// The first mission of the chain; its own id if it is the first.
  package var chainID: MissionID
  /// Its place in the chain, from 1.
  package var chainLength: Int
  /// `constraints.target_path` with every symlink followed, if there is one.
  package var resolvedTargetPath: String?

  /// Makes the payload; a mission without a chain is the first of its own.
  package init(
    missionID: MissionID, request: DispatchRequest, retryOf: MissionID? = nil,
    chainID: MissionID? = nil, chainLength: Int = 1, resolvedTargetPath: String? = nil
  ) {
    self.missionID = missionID
    self.request = request
    self.retryOf = retryOf
    self.chainID = chainID ?? missionID
    self.chainLength = chainLength
    self.resolvedTargetPath = resolvedTargetPath
  }
}

/// `vp.mission.imported`: a mission of another system's ledger, as that ledger had it.
package struct MissionImported: EventPayload {
  /// The request as far as the legacy row describes it.
  package var origin: MissionDispatched
  /// The mission's status there.
  package var status: MissionStatus
  /// The mission's times there; nil where the row has none.
  package var dispatchedAt: Instant?
  package var claimedAt: Instant?
  package var startedAt: Instant?
  package var completedAt: Instant?
  package var updatedAt: Instant?
  package var lastHeartbeatAt: Instant?
  /// When the claim of a running or blocked mission runs out; nil if there is none.
  package var leaseExpiresAt: Instant?
  /// The worker and the attempt, if the row has them.
  package var workerID: WorkerID?
  package var workerHost: String?
  package var attempt: Int
  /// Whether a cancel was requested, and why.
  package var cancelRequested: Bool
  package var cancelReason: String?
  /// How the mission ended, if it had.
  package var outcome: MissionOutcome?
  package var failureMode: FailureMode?
  package var failureDetail: String?
  /// The progress, the number of questions asked, the open question, and the last answer.
  package var progress: MissionProgress?
  package var questions: Int
  package var question: MissionQuestion?
  package var lastAnswer: MissionAnswer?
  /// The retry of the mission, if that is here too; whether a person was asked to look, and whether
  /// one has.
  package var retried: MissionRetried?
  package var escalated: Bool
  package var acknowledged: Bool
  /// The row itself, verbatim.
  package var legacy: JSONText

  /// Makes the payload of a row that has nothing but a status.
  package init(origin: MissionDispatched, status: MissionStatus, legacy: JSONText = .emptyObject) {
    self.origin = origin
    self.status = status
    self.attempt = 0
    self.cancelRequested = false
    self.questions = 0
    self.escalated = false
    self.acknowledged = false
    self.legacy = legacy
  }
}
