package import CanonicalJSON
package import Platform

/// A worker's session as every interface shows it at one time.
package struct SessionView: Hashable, Sendable {
  /// The session.
  package let state: SessionState
  /// The lane of its VP.
  package let lane: String
  /// The stale rule's judgement.
  package let staleness: StaleRule.Judgement
  /// Its status by that judgement.
  package let effectiveStatus: EffectiveSessionStatus

  /// Judges a session at `now`.
  package init(state: SessionState, lane: String, now: Instant, policy: MissionPolicy) {
    self.state = state
    self.lane = lane
    staleness = StaleRule.judge(state, now: now, policy: policy)
    effectiveStatus = EffectiveSessionStatus(state, isStale: staleness.isStale)
  }

  /// Whether the worker may be counted on to claim missions.
  package var isLive: Bool {
    switch effectiveStatus {
    case .idle, .active, .degraded: true
    case .lost, .retired, .stale: false
    }
  }
}

extension SessionView: JSONWritable {
  /// Writes the session object.
  package func write(into writer: inout JSONWriter) {
    writer.object { object in
      object.field("session_id", state.session.description)
      object.field("vp_id", state.session.vp)
      object.field("worker_id", state.session.worker)
      object.field("lane", lane)
      object.field("host", state.process.host)
      object.field("status", state.status)
      object.field("effective_status", effectiveStatus)
      object.field("stale", staleness.isStale)
      object.field("stale_reason", staleness.reason)
      object.field("mission_ids", state.missionIDs)
      object.field("last_heartbeat_at", state.lastHeartbeatAt)
      object.field("last_error", state.lastError)
      object.field("registered_at", state.registeredAt)
      object.field("updated_at", state.updatedAt)
      object.field("missions_completed", state.missionsCompleted)
      object.field("missions_failed", state.missionsFailed)
    }
  }
}
