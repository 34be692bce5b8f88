import EventLog
import EventProjections
import MissionModel
import MissionStore

/// The rows of one ledger that reconciliation judges, of one snapshot.
struct ReconcileRows: Sendable {
  /// Running and blocked missions, oldest first.
  let held: [MissionState]
  /// Those of them whose workers report through a server.
  let served: Set<MissionID>
  /// Queued missions with a cancel or past their deadline, oldest first, and how many more there
  /// are.
  let queued: [MissionState]
  let moreQueued: Int
  /// Missions that are left as they are, since events that can't be read may have moved them.
  let unread: [MissionID]
  /// The sessions of held missions, and those of workers that have a process and may still write.
  let sessions: [SessionState]
  /// The ledger's last position.
  let head: Int64
}

extension LaneReader {
  /// Reads the rows to judge, with at most `limit` queued missions.
  func reconcileRows(_ limit: Int) throws -> ReconcileRows {
    let (held, overtaken, watched) = try missions {
      (try $0.held(), try $0.overtaken(at: now, limit: limit), try $0.sessionsWithProcess())
    }
    let known = Set(watched.map(\.session))
    let others = Set(held.compactMap(\.session)).subtracting(known).sorted()
    let unread = try (held + overtaken.missions).filter { try !isWhole($0, judging: true) }
    func isRead(_ mission: MissionState) -> Bool { !unread.contains { $0.facts == mission.facts } }
    return ReconcileRows(
      held: held.filter(isRead), served: Set(held.filter(isServed).map(\.facts.missionID)),
      queued: overtaken.missions.filter(isRead),
      moreQueued: overtaken.count - overtaken.missions.count,
      unread: unread.map(\.facts.missionID),
      sessions: watched + (try others.compactMap { try session($0) }), head: reader.head)
  }

  /// Reads one mission, if it is queued, and no other.
  func reconcileRows(ofQueued id: MissionID) throws -> ReconcileRows {
    let queued = try [state(of: id)].compactMap(\.self).filter { $0.status == .queued }
    let unread = try queued.filter { try !isWhole($0, judging: true) }
    return ReconcileRows(
      held: [], served: [], queued: unread.isEmpty ? queued : [], moreQueued: 0,
      unread: unread.map(\.facts.missionID), sessions: [], head: reader.head)
  }
}

extension LaneReader {
  /// Whether the last word of a mission's worker came through a server, or its way can't be told
  /// any more.
  func isServed(_ mission: MissionState) -> Bool {
    guard let lease = mission.lease else { return false }
    guard let word = try? reader.log.event(at: lease.position) else { return true }
    return TokenActor.made(word)
  }
}

extension MissionState {
  /// The session of the worker that holds the mission; nil where nobody does.
  var session: SessionID? { workerID.map { SessionID(vp: facts.vpID, worker: $0) } }
}
