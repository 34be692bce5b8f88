package import CanonicalJSON
package import Platform

/// The observations of a worker behind a verdict, kept in the verdict's event.
package struct ReconcileEvidence: Hashable, Sendable {
  /// The time of the judgement, by the reconciler's wall clock.
  package var judgedAt: Instant
  /// The process table's answer; nil if there was no session to look for.
  package var presence: WorkerPresence?
  /// The silence observed, and the silence needed for the verdict, in seconds.
  package var silence: Silence?
  package var neededSeconds: Double?
  /// The worker's last word and the end of its lease, by the log.
  package var lastHeartbeatAt: Instant?
  package var leaseExpiresAt: Instant?

  /// Makes the evidence.
  package init(
    judgedAt: Instant, presence: WorkerPresence? = nil, silence: Silence? = nil,
    neededSeconds: Double? = nil, lastHeartbeatAt: Instant? = nil, leaseExpiresAt: Instant? = nil
  ) {
    self.judgedAt = judgedAt
    self.presence = presence
    self.silence = silence
    self.neededSeconds = neededSeconds
    self.lastHeartbeatAt = lastHeartbeatAt
    self.leaseExpiresAt = leaseExpiresAt
  }

  /// The evidence as it is stored: every member, null where there is none.
  package var json: JSONText {
    JSONText.object { object in
      object.field("host", presence?.host)
      object.field("judged_at", judgedAt.description)
      object.field("last_heartbeat_at", lastHeartbeatAt?.description)
      object.field("lease_expires_at", leaseExpiresAt?.description)
      object.field("needed_seconds", neededSeconds)
      object.field("observed", presence?.sentence)
      object.field("pid", presence?.pid)
      object.field("process", presence?.process.rawValue)
      object.field("silence_measure", silence?.measure.rawValue)
      object.field("silence_seconds", silence?.seconds)
    }
  }
}
