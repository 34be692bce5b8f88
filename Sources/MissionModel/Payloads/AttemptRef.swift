/// The attempt that an event concerns, with its VP, so that a session folds without looking
/// elsewhere.
package struct AttemptRef: Hashable, Sendable {
  /// The VP that the worker serves.
  package var vpID: VPID
  /// The worker that holds, or held, the attempt.
  package var workerID: WorkerID
  /// The attempt, from 1.
  package var attempt: Int

  /// Names an attempt.
  package init(vpID: VPID, workerID: WorkerID, attempt: Int) {
    self.vpID = vpID
    self.workerID = workerID
    self.attempt = attempt
  }

  /// The token for writes in this attempt.
  package var token: FencingToken { FencingToken(worker: workerID, attempt: attempt) }

  /// The worker's session.
  package var session: SessionID { SessionID(vp: vpID, worker: workerID) }
}
