package import MissionModel

/// A worker's request for a mission of its VP.
package struct ClaimRequest: Hashable, Sendable {
  package var vp: VPID
  package var worker: WorkerID
  /// How long the lease lasts, 5…3,600; the configured `lease_ttl` where nil.
  package var leaseSeconds: Double?
  /// How long to wait for a mission to become claimable; 0 answers at once.
  package var waitSeconds: Double
  /// The only mission that will do; nil for any.
  package var mission: MissionID?
  /// The worker's process, if it is known; a claim by a tool or a server's client has none.
  package var process: WorkerProcess?

  /// Makes a claim.
  package init(
    vp: VPID, worker: WorkerID, leaseSeconds: Double? = nil, waitSeconds: Double = 0,
    mission: MissionID? = nil, process: WorkerProcess? = nil
  ) {
    self.vp = vp
    self.worker = worker
    self.leaseSeconds = leaseSeconds
    self.waitSeconds = waitSeconds
    self.mission = mission
    self.process = process
  }
}
