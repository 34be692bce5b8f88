package import Platform

/// A worker's session after its own events and its missions': a row of the sessions projection.
package struct SessionState: Hashable, Sendable {
  /// The session: the row's key.
  package var session: SessionID
  /// The phase by the last event of the worker's, or of the reconciler's.
  package var phase: Phase
  /// The process behind it, as last registered.
  package var process: WorkerProcess
  /// The missions it holds, sorted.
  package var missionIDs: [MissionID]
  /// When the worker last wrote anything.
  package var lastHeartbeatAt: Instant?
  /// The boot and the monotonic clock of that moment, in microseconds.
  package var bootID: String?
  package var mono: Int64?
  /// The worker's last complaint.
  package var lastError: String?
  /// When it last registered; nil if it never did.
  package var registeredAt: Instant?
  /// When its last event was recorded.
  package var updatedAt: Instant?
  /// How many missions it completed and failed.
  package var missionsCompleted: Int
  package var missionsFailed: Int
  /// The positions of the events that set the phase and the last heartbeat.
  package var phasePosition: Int64
  package var heartbeatPosition: Int64?
  /// The position of the last event that changed it.
  package var position: Int64

  /// The phase of a session, before its missions are looked at.
  package enum Phase: String, Choice {
    case live, degraded, lost, retired
  }

  /// Makes the session that an event at `position` begins.
  package init(session: SessionID, position: Int64) {
    self.session = session
    phase = .live
    process = WorkerProcess()
    missionIDs = []
    missionsCompleted = 0
    missionsFailed = 0
    phasePosition = position
    self.position = position
  }

  /// The session's status: a live one is active while it holds a mission.
  package var status: SessionStatus {
    switch phase {
    case .live: missionIDs.isEmpty ? .idle : .active
    case .degraded: .degraded
    case .lost: .lost
    case .retired: .retired
    }
  }

  /// The seconds until a worker without work must send a heartbeat, zero or less if it is due; nil
  /// if polling tells nothing about the worker, as it has complained or retired.
  package func secondsToHeartbeat(at now: Instant, policy: MissionPolicy) -> Double? {
    guard phase == .live || phase == .lost else { return nil }
    guard let heard = lastHeartbeatAt else { return 0 }
    return policy.idleHeartbeatSeconds - now.seconds(since: heard)
  }
}
