package import CanonicalJSON

/// A VP as every interface shows it at one time.
package struct VPView: Hashable, Sendable {
  package var vpID: VPID
  package var name: String?
  package var description: String?
  package var lane: String
  package var liveWorkers: Int
  package var queued: Int
  package var running: Int
  package var blocked: Int
  package var isPaused: Bool
  /// The median and the 95th percentile of its finished missions' run times, in seconds; nil
  /// without any.
  package var p50RunSeconds: Double?
  package var p95RunSeconds: Double?
  /// How long the oldest queued mission has waited, in seconds; nil without one.
  package var oldestWaitingSeconds: Double?
  package var sessions: [SessionView]

  /// Makes a VP of which only the name and the lane are known.
  package init(vpID: VPID, lane: String) {
    self.vpID = vpID
    self.lane = lane
    liveWorkers = 0
    queued = 0
    running = 0
    blocked = 0
    isPaused = false
    sessions = []
  }
}

extension VPView: JSONWritable {
  /// Writes the VP object.
  package func write(into writer: inout JSONWriter) {
    writer.object { object in
      object.field("vp_id", vpID)
      object.field("name", name)
      object.field("description", description)
      object.field("lane", lane)
      object.field("live_workers", liveWorkers)
      object.field("queued", queued)
      object.field("running", running)
      object.field("blocked", blocked)
      object.field("paused", isPaused)
      object.field("p50_run_seconds", p50RunSeconds)
      object.field("p95_run_seconds", p95RunSeconds)
      object.field("oldest_waiting_seconds", oldestWaitingSeconds)
      object.field("sessions", sessions)
    }
  }
}
