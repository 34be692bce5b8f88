import CanonicalJSON
import EventLog
import EventProjections
import MissionModel
import MissionStore
import Platform

/// One snapshot of one ledger, judged at one time, which turns rows into views.
///
/// It lives inside `ProjectedLog.read`. Facts that many missions share, such as a VP's queue, are
/// read once.
final class LaneReader: LaneRows {
  let reader: ProjectionReader
  let lane: String
  let now: Instant
  let policy: MissionPolicy
  let configuration: Configuration
  let upcasting: Upcasting
  let targetsElsewhere: TargetsElsewhere
  private let isCapsule: Bool
  private var queues: [VPID: QueueFacts] = [:]
  private var sessions: [SessionID: SessionState?] = [:]
  private var heldBack: [VPID: [ClaimOrder]] = [:]

  init(_ reader: ProjectionReader, lane: String, now: Instant, fleet: Fleet) {
    self.reader = reader
    self.lane = lane
    self.now = now
    policy = fleet.policy
    configuration = fleet.configuration
    upcasting = fleet.upcasting
    isCapsule = fleet.isCapsule
    targetsElsewhere = TargetsElsewhere(fleet, besides: lane)
  }

  func isTakenElsewhere(_ target: String) -> Bool? {
    targetsElsewhere.paths.contains(ExactText(target))
  }

  /// The mission's row; nil where this ledger has no such mission.
  func state(of id: MissionID) throws -> MissionState? {
    try reader.log.streamID(of: id.stream).flatMap { try mission(at: $0) }
  }

  /// Whether this ledger has the mission.
  ///
  /// - Throws: `event_schema_too_new` where a later build began it, in a form that this one can't
  ///   read.
  func holds(_ id: MissionID) throws -> Bool {
    guard try state(of: id) == nil else { return true }
    guard let position = try reader.log.streamID(of: id.stream) else { return false }
    do {
      _ = try reader.origin(at: position, upcasting)
    } catch is JSONError {
      // An event that breaks its own rules is parked, and begins no mission.
    }
    return false
  }

  /// The mission as interfaces show it; `withRequest` for the full object.
  func view(of id: MissionID, withRequest: Bool) throws -> MissionView? {
    try state(of: id).map { try view(of: $0, withRequest: withRequest) }
  }

  /// The sessions of a VP as interfaces show them.
  func sessionViews(of vp: VPID) throws -> [SessionView] {
    try missions { try $0.sessions(vp: vp) }.map(view)
  }

  func mission(at key: Int64) throws -> MissionState? {
    try reader.row(MissionProjections.missions, key)
  }

  func vp(_ id: VPID) throws -> VPState? { try reader.row(MissionProjections.vps, id) }

  func session(_ id: SessionID) throws -> SessionState? {
    if let known = sessions[id] { return known }
    let row = try reader.row(MissionProjections.sessions, id)
    sessions[id] = row
    return row
  }

  func request(of state: MissionState) throws -> DispatchRequest? {
    try reader.origin(at: state.facts.dispatchPosition, upcasting)?.request
  }

  func heldBack(of vp: VPID) throws -> [ClaimOrder] {
    if let known = heldBack[vp] { return known }
    let found = try readHeldBack(of: vp)
    heldBack[vp] = found
    return found
  }

  func event(at position: Int64) throws -> RecordedEvent? { try reader.log.event(at: position) }

  func unfolded(of key: Int64, where matters: (_ type: String) -> Bool) throws -> [Int64] {
    try reader.parked(MissionProjections.missions, inStream: key, where: matters)
  }

  func lastLook(at mission: MissionState) throws -> Instant? {
    try reader.log.lastLook(at: mission)
  }

  func queue(around state: MissionState) throws -> QueueFacts {
    let vp = state.facts.vpID
    var facts = try queues[vp] ?? queue(of: vp)
    facts.isWhole = !isCapsule
    queues[vp] = facts
    return facts
  }

  func missions<T>(_ body: (MissionQueries) throws -> T) throws -> T { try reader.missions(body) }
}
