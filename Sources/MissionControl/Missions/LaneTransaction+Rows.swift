import EventLog
import EventProjections
import MissionModel
import MissionStore
import Platform

/// The rows as the batch has moved them; the tables, and so `missions`, are as this command found
/// them.
extension LaneTransaction: LaneRows {
  /// A row of a projection; nil where there is none with that key.
  func row<R, T>(_ projection: Projection<R, T>, _ key: R.Key) throws -> R.Row? {
    try projected.row(projection, key)
  }

  var lane: String { context.ledger }
  var now: Instant { context.wallTime }
  var policy: MissionPolicy { context.policy }

  func mission(at key: Int64) throws -> MissionState? {
    try row(MissionProjections.missions, key)
  }

  func vp(_ id: VPID) throws -> VPState? { try row(MissionProjections.vps, id) }

  func isTakenElsewhere(_ target: String) -> Bool? {
    targetsElsewhere?.contains(ExactText(target))
  }

  func session(_ id: SessionID) throws -> SessionState? {
    try row(MissionProjections.sessions, id)
  }

  func request(of state: MissionState) throws -> DispatchRequest? {
    try projected.origin(at: state.facts.dispatchPosition, upcasting)?.request
  }

  func heldBack(of vp: VPID) throws -> [ClaimOrder] { try readHeldBack(of: vp) }

  func event(at position: Int64) throws -> RecordedEvent? { try projected.event(at: position) }

  func unfolded(of key: Int64, where matters: (_ type: String) -> Bool) throws -> [Int64] {
    try projected.parked(MissionProjections.missions, inStream: key, where: matters)
  }

  func lastLook(at mission: MissionState) throws -> Instant? {
    try projected.events(
      of: mission.facts.missionID.stream,
      matching: EnvelopeFilter(type: MissionEventType.acknowledged.rawValue)
    ).last?.recordedAt
  }

  /// The queue without the mission itself: if this command put it back into the queue, the tables
  /// still have it as running or blocked.
  func queue(around state: MissionState) throws -> QueueFacts {
    try queue(of: state.facts.vpID, besides: state.facts.dispatchPosition)
  }

  func missions<T>(_ body: (MissionQueries) throws -> T) throws -> T {
    try projected.missions(body)
  }
}
