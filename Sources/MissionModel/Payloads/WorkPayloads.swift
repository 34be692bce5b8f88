package import CanonicalJSON

/// `vp.mission.claimed`: a worker took the mission and has its lease.
package struct MissionClaimed: EventPayload {
  package var attempt: AttemptRef
  package var lease: LeaseRenewal
  /// How long each renewal lasts.
  package var leaseSeconds: Millionths
  /// The machine that the worker runs on; nil if unknown.
  package var host: String?

  /// Makes the payload.
  package init(
    attempt: AttemptRef, lease: LeaseRenewal, leaseSeconds: Millionths, host: String?
  ) {
    self.attempt = attempt
    self.lease = lease
    self.leaseSeconds = leaseSeconds
    self.host = host
  }
}

/// `vp.mission.started`: the worker began in its workspace.
package struct MissionStarted: EventPayload {
  package var attempt: AttemptRef
  package var lease: LeaseRenewal
  /// The absolute folder of the work; nil if an outside worker names none.
  package var workspace: String?

  /// Makes the payload.
  package init(attempt: AttemptRef, lease: LeaseRenewal, workspace: String?) {
    self.attempt = attempt
    self.lease = lease
    self.workspace = workspace
  }
}

/// `vp.mission.heartbeat`: the worker is alive.
package struct MissionHeartbeat: EventPayload {
  package var attempt: AttemptRef
  package var lease: LeaseRenewal

  /// Makes the payload.
  package init(attempt: AttemptRef, lease: LeaseRenewal) {
    self.attempt = attempt
    self.lease = lease
  }
}

/// `vp.mission.progress`: the worker's progress; at least one of its three parts.
package struct MissionProgressed: EventPayload {
  package var attempt: AttemptRef
  package var lease: LeaseRenewal
  /// A sentence for people.
  package var summary: String?
  /// 0…100.
  package var percent: Millionths?
  /// What this attempt has used so far.
  package var usage: Usage?
  /// Anything else, for machines.
  package var detail: JSONText?

  /// Makes the payload.
  package init(
    attempt: AttemptRef, lease: LeaseRenewal, summary: String? = nil, percent: Millionths? = nil,
    usage: Usage? = nil, detail: JSONText? = nil
  ) {
    self.attempt = attempt
    self.lease = lease
    self.summary = summary
    self.percent = percent
    self.usage = usage
    self.detail = detail
  }
}

/// `vp.mission.artifact`: a file that the work made.
package struct MissionArtifact: EventPayload {
  package var attempt: AttemptRef
  package var lease: LeaseRenewal
  /// The path, relative to the workspace.
  package var path: String
  /// The file's size and hash when it was reported; nil if nobody could read it.
  package var bytes: Int64?
  package var sha256: String?
  package var role: ArtifactRole

  /// Makes the payload.
  package init(
    attempt: AttemptRef, lease: LeaseRenewal, path: String, bytes: Int64?, sha256: String?,
    role: ArtifactRole
  ) {
    self.attempt = attempt
    self.lease = lease
    self.path = path
    self.bytes = bytes
    self.sha256 = sha256
    self.role = role
  }
}

/// `vp.mission.fallback`: the worker goes on in another way than planned.
package struct MissionFallback: EventPayload {
  package var attempt: AttemptRef
  package var lease: LeaseRenewal
  package var from: String
  package var to: String
  package var reason: String

  /// Makes the payload.
  package init(
    attempt: AttemptRef, lease: LeaseRenewal, from: String, to: String, reason: String
  ) {
    self.attempt = attempt
    self.lease = lease
    self.from = from
    self.to = to
    self.reason = reason
  }
}
