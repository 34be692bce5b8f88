import EventLog
import MissionModel
import MissionStore
import Platform

/// The rows of one lane at one moment, judged at one time: those of a snapshot, or those that a
/// running transaction has moved.
///
/// A mission's view is made here, so that the answer to a command and a later question agree.
protocol LaneRows {
  var lane: String { get }
  /// Wall-clock time. The log's own time may be ahead of it, if an event was recorded while a clock
  /// ran ahead; deadlines and pauses are judged by this one.
  var now: Instant { get }
  var policy: MissionPolicy { get }
  var configuration: Configuration { get }
  var upcasting: Upcasting { get }

  /// A VP as the log knows it; nil when it doesn't.
  func vp(_ id: VPID) throws -> VPState?
  /// Whether a running or blocked mission of another lane has this resolved target path; nil where
  /// the other lanes weren't asked.
  func isTakenElsewhere(_ target: String) -> Bool?
  /// The mission whose first event has this position; nil where there is none.
  func mission(at key: Int64) throws -> MissionState?
  /// A worker's session; nil where it never wrote.
  func session(_ id: SessionID) throws -> SessionState?
  /// The request of a mission, from its first event.
  func request(of state: MissionState) throws -> DispatchRequest?
  /// The state of its VP's queue for a queued mission, its own place aside.
  func queue(around state: MissionState) throws -> QueueFacts
  /// The places of a VP's queued missions that their own times, or another's target path, keep from
  /// being claimed now.
  func heldBack(of vp: VPID) throws -> [ClaimOrder]
  /// The event at a position; nil where there is none.
  func event(at position: Int64) throws -> RecordedEvent?
  /// The positions of a mission's events that could not be folded and are of types that matter, by
  /// the position of its first event; usually none.
  func unfolded(of key: Int64, where matters: (_ type: String) -> Bool) throws -> [Int64]
  /// The last time that a person looked at a mission; nil where nobody has.
  func lastLook(at mission: MissionState) throws -> Instant?
  /// Asks the missions something.
  func missions<T>(_ body: (MissionQueries) throws -> T) throws -> T
}

extension LaneRows {
  /// A mission as interfaces show it; `withRequest` for the full object.
  func view(of state: MissionState, withRequest: Bool) throws -> MissionView {
    try view(
      of: state, asking: withRequest ? try request(of: state) : nil, countingAhead: withRequest)
  }

  /// A mission as interfaces show it, with its request for the full object; missions ahead of it
  /// are counted only on demand, since that takes longer the longer the queue is.
  func view(
    of state: MissionState, asking request: DispatchRequest?, countingAhead: Bool = false
  ) throws -> MissionView {
    var view = MissionView(
      state: state, request: request, lane: lane,
      session: try state.workerID.flatMap {
        try session(SessionID(vp: state.facts.vpID, worker: $0))
      },
      queue: state.status == .queued ? try place(of: state, countingAhead) : nil, now: now,
      policy: policy, lookedAt: try hiddenLook(at: state))
    let own = configuration.lane(ofVP: state.facts.vpID)
    // A process with an older configuration may still serve it here.
    if state.status == .queued, own != lane, try !isServed(state.facts.vpID) {
      view.laneOfWorkers = own
    }
    view.isUnread = try !isWhole(state)
    return view
  }

  /// The last time that a person looked at a mission, if its row doesn't hold it and it matters.
  func hiddenLook(at mission: MissionState) throws -> Instant? {
    try mission.isLookHidden(at: now, policy: policy) ? lastLook(at: mission) : nil
  }

  /// Decides a command; an acknowledgement is told of the last look.
  func decision(
    on command: MissionCommand, by state: MissionState?, _ context: DecisionContext
  ) throws -> Decision {
    var context = context
    if let state, case .acknowledge = command { context.lookedAt = try hiddenLook(at: state) }
    return try decide(state, command, context)
  }

  /// A session as interfaces show it.
  func view(of session: SessionState) -> SessionView {
    SessionView(state: session, lane: lane, now: now, policy: policy)
  }

  /// Whether a live worker serves a VP.
  func isServed(_ vp: VPID) throws -> Bool {
    try missions { try $0.hasLiveSession(vp: vp) { view(of: $0).isLive } }
  }

  /// How many missions of a VP may be running or blocked at once.
  func maxConcurrent(of vp: VPID) -> Int {
    configuration.settings(ofVP: vp).maxConcurrent
  }

  /// The state of a VP's queue for all its missions; the mission `besides` does not count as held.
  func queue(of vp: VPID, besides mission: Int64? = nil) throws -> QueueFacts {
    let maxConcurrent = maxConcurrent(of: vp)
    var facts = QueueFacts(
      isPaused: try self.vp(vp)?.isPaused(at: now) ?? false, isServed: try isServed(vp),
      maxConcurrent: maxConcurrent)
    // Nobody asks how many are held in a queue that has no worker.
    guard facts.isServed else { return facts }
    facts.held = try missions { try $0.held(vp: vp, atMost: maxConcurrent, besides: mission) }
    return facts
  }

  /// Whether a running or blocked mission of any lane that was asked, other than the one with a
  /// key, has this resolved target path.
  func isTargetTaken(_ path: String, besides key: Int64? = nil) throws -> Bool {
    try missions { try $0.isTargetTaken(path, besides: key) } || isTakenElsewhere(path) == true
  }

  /// Reads `heldBack`; taken target paths are looked up only if a mission of the queue has one.
  func readHeldBack(of vp: VPID) throws -> [ClaimOrder] {
    try missions { missions in
      var taken: Set<ExactText>?
      return try missions.heldBack(vp: vp, now: now) { target in
        let here = try taken ?? missions.heldTargets()
        taken = here
        return here.contains(ExactText(target)) || isTakenElsewhere(target) == true
      }
    }
  }

  /// The state of the queue for a queued mission.
  private func place(of state: MissionState, _ countingAhead: Bool) throws -> QueueFacts {
    var facts = try queue(around: state)
    if let target = state.facts.resolvedTargetPath {
      facts.isTargetTaken = try isTargetTaken(target, besides: state.facts.dispatchPosition)
    }
    // Only a mission that waits for its turn says how many are ahead.
    if countingAhead, WaitingReason.of(state, queue: facts, now: now) == .turn {
      let (vp, place) = (state.facts.vpID, state.facts.claimOrder)
      let before = try missions { try $0.ahead(of: place, vp: vp) }
      facts.ahead = before - (try heldBack(of: vp).count { $0 < place })
    }
    return facts
  }
}
