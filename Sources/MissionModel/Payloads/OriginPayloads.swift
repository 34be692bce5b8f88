package import CanonicalJSON
package import Platform

/// `vp.mission.dispatched`: the whole request after its defaults, and what was settled with it.
package struct MissionDispatched: EventPayload {
  /// The mission that begins.
  package var missionID: MissionID
  /// What was asked for.
  package var request: DispatchRequest
  /// The mission that this one tries again.
  package var retryOf: MissionID?
  /// The first mission of the chain; its own id where it is the first.
  package var chainID: MissionID
  /// Its place in the chain, from 1.
  package var chainLength: Int
  /// `constraints.target_path` with every symlink followed, where there is one.
  package var resolvedTargetPath: String?

  /// Makes the payload; a mission of no chain is the first of its own.
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
  /// The request as far as the legacy row tells it.
  package var origin: MissionDispatched
  /// The status it had.
  package var status: MissionStatus
  /// The times it had; nil where the row is silent.
  package var dispatchedAt: Instant?
  package var claimedAt: Instant?
  package var startedAt: Instant?
  package var completedAt: Instant?
  package var updatedAt: Instant?
  package var lastHeartbeatAt: Instant?
  /// When the claim of a running or blocked one runs out; nil where it has none.
  package var leaseExpiresAt: Instant?
  /// The worker and the attempt it had, where the row tells them.
  package var workerID: WorkerID?
  package var workerHost: String?
  package var attempt: Int
  /// Whether a cancel was asked for, and why.
  package var cancelRequested: Bool
  package var cancelReason: String?
  /// How it ended, where it had.
  package var outcome: MissionOutcome?
  package var failureMode: FailureMode?
  package var failureDetail: String?
  /// How far it was, how many questions it had asked, the one that it waited on, and the last answer that it got.
  package var progress: MissionProgress?
  package var questions: Int
  package var question: MissionQuestion?
  package var lastAnswer: MissionAnswer?
  /// The retry that was made of it, where that is here too, whether a person was asked to look, and whether one has.
  package var retried: MissionRetried?
  package var escalated: Bool
  package var acknowledged: Bool
  /// The row itself, verbatim.
  package var legacy: JSONText

  /// Makes the payload of a row that tells nothing but its status.
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
