import EventLog
import EventProjections
import MissionModel
import MissionStore
import Platform

/// One snapshot of one ledger, judged at one time: what turns rows into views.
///
/// It lives inside `ProjectedLog.read`. What is the same for many missions, such as a VP's queue, is read once.
final class LaneReader {
  let reader: ProjectionReader
  let lane: String
  let now: Instant
  let policy: MissionPolicy
  let configuration: Configuration
  private var queues: [VPID: QueueFacts] = [:]
  private var sessions: [SessionID: SessionState?] = [:]

  init(_ reader: ProjectionReader, lane: String, now: Instant, fleet: Fleet) {
    self.reader = reader
    self.lane = lane
    self.now = now
    policy = fleet.policy
    configuration = fleet.configuration
  }

  /// The mission's row; nil where this ledger has no such mission.
  func state(of id: MissionID) throws -> MissionState? {
    guard let key = try reader.log.streamID(of: id.stream) else { return nil }
    return try reader.row(MissionProjections.missions, key)
  }

  /// The mission as interfaces show it; `withRequest` for the full object.
  func view(of id: MissionID, withRequest: Bool) throws -> MissionView? {
    try state(of: id).map { try view(of: $0, withRequest: withRequest) }
  }

  /// A row as interfaces show it; `withRequest` for the full object.
  func view(of state: MissionState, withRequest: Bool) throws -> MissionView {
    MissionView(
      state: state, request: withRequest ? try request(of: state) : nil, lane: lane,
      session: try state.workerID.flatMap {
        try session(SessionID(vp: state.facts.vpID, worker: $0))
      },
      queue: state.status == .queued ? try queue(of: state) : nil, now: now, policy: policy)
  }

  /// What was asked for, from the mission's first event.
  func request(of state: MissionState) throws -> DispatchRequest? {
    try reader.origin(at: state.facts.dispatchPosition)?.request
  }

  /// A worker's session; nil where it never wrote.
  func session(_ id: SessionID) throws -> SessionState? {
    if let known = sessions[id] { return known }
    let row = try reader.row(MissionProjections.sessions, id)
    sessions[id] = row
    return row
  }

  /// The sessions of a VP as interfaces show them.
  func sessionViews(of vp: VPID) throws -> [SessionView] {
    try missions { try $0.sessions(vp: vp) }.map(view)
  }

  /// A session as interfaces show it.
  func view(of session: SessionState) -> SessionView {
    SessionView(state: session, lane: lane, now: now, policy: policy)
  }

  /// Asks this snapshot's missions something.
  func missions<T>(_ body: (MissionQueries) throws -> T) throws -> T { try reader.missions(body) }

  /// What the queue says of a queued mission.
  private func queue(of state: MissionState) throws -> QueueFacts {
    let vp = state.facts.vpID
    var facts = try queues[vp] ?? queue(of: vp)
    queues[vp] = facts
    if let target = state.facts.resolvedTargetPath {
      facts.isTargetTaken = try missions { try $0.isTargetTaken(target) }
    }
    // Only a mission that waits for its turn says how many are ahead.
    if WaitingReason.of(state, queue: facts, now: now) == .turn {
      facts.ahead = try missions { try $0.ahead(of: state.facts.claimOrder, vp: vp) }
    }
    return facts
  }

  private func queue(of vp: VPID) throws -> QueueFacts {
    QueueFacts(
      isPaused: try reader.row(MissionProjections.vps, vp)?.isPaused(at: now) ?? false,
      liveWorkers: try missions { try $0.liveSessions(vp: vp) }.count { view(of: $0).isLive },
      held: try missions { try $0.held(vp: vp) },
      maxConcurrent: configuration.settings(ofVP: vp.rawValue).maxConcurrent)
  }
}
