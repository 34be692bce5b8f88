package import EventLog
import EventLogSQLite
package import EventProjections
package import MissionModel
package import Platform

extension ProjectionReader {
  /// The missions that a filter admits, after a place, at most `limit` of them.
  ///
  /// States that depend on the time (stale, cancelling, cancel overdue) are judged at `now`, for
  /// missions that a worker holds. An objective longer than rows keep is read from the mission's
  /// first event.
  package func listMissions(
    _ filter: MissionFilter, after place: ListPlace? = nil, limit: Int, now: Instant,
    policy: MissionPolicy, upcasting: Upcasting = .current
  ) throws -> [ListedMission] {
    let parts = parts(of: MissionProjections.missions)
    return try missions { queries in
      var judge = MissionJudge(queries, log, now: now, policy: policy)
      var listed: [ListedMission] = []
      let query = try MissionListQuery(filter, after: place, parts).prepare(queries.connection)
      while listed.count < limit, try query.step() {
        let place = ListPlace(time: query.int64(at: 1), id: query.int64(at: 0))
        guard let state = try queries.mission(at: place.id) else { continue }
        let mission = try judge.judge(state, at: place)
        guard judge.admits(mission, filter), try admits(state, grep: filter.grep, upcasting)
        else { continue }
        listed.append(mission)
      }
      return listed
    }
  }

  private func admits(
    _ state: MissionState, grep: String?, _ upcasting: Upcasting
  ) throws -> Bool {
    guard let grep, !grep.isEmpty else { return true }
    let wanted = grep.lowercased()
    let head = state.facts.objectiveHead
    if head.lowercased().contains(wanted) { return true }
    guard head.count >= MissionFacts.objectiveHeadLength else { return false }
    let origin = try origin(at: state.facts.dispatchPosition, upcasting)
    return origin?.request.objective.lowercased().contains(wanted) ?? false
  }
}

/// A judge of missions at one time, which looks up each worker's session once.
struct MissionJudge {
  private let queries: MissionQueries
  private let log: LogReader
  private let now: Instant
  private let policy: MissionPolicy
  private var sessions: [SessionID: SessionState?] = [:]

  init(_ queries: MissionQueries, _ log: LogReader, now: Instant, policy: MissionPolicy) {
    self.queries = queries
    self.log = log
    self.now = now
    self.policy = policy
  }

  mutating func judge(_ state: MissionState, at place: ListPlace) throws -> ListedMission {
    let session = try session(of: state)
    return ListedMission(
      state: state, session: session,
      lookedAt: try state.isLookHidden(at: now, policy: policy) ? log.lastLook(at: state) : nil,
      judgement: StaleRule.judge(state, session: session, now: now, policy: policy), place: place)
  }

  /// Whether the filter's conditions on status and attention hold at this time.
  func admits(_ mission: ListedMission, _ filter: MissionFilter) -> Bool {
    let effective = EffectiveStatus(mission.state, isStale: mission.judgement.isStale)
    let status = EffectiveStatus(rawValue: mission.state.status.rawValue)
    let hasStatus =
      filter.statuses.isEmpty || filter.statuses.contains(effective)
      || status.map(filter.statuses.contains) == true
    guard hasStatus else { return false }
    return !filter.attention || mission.attention(at: now, policy) != nil
  }

  private mutating func session(of state: MissionState) throws -> SessionState? {
    guard state.status.isHeld, let worker = state.workerID else { return nil }
    let id = SessionID(vp: state.facts.vpID, worker: worker)
    if let known = sessions[id] { return known }
    let session = try queries.session(id)
    sessions.updateValue(session, forKey: id)
    return session
  }
}

extension LogReader {
  /// The last time that a person looked at a mission; nil where nobody has.
  package func lastLook(at mission: MissionState) throws -> Instant? {
    try lastRecorded(
      MissionEventType.acknowledged.rawValue, ofStreamAt: mission.facts.dispatchPosition)
  }
}
