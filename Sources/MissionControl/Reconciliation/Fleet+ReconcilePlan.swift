import CanonicalJSON
import EventLog
import EventProjections
package import MissionModel
import Platform

extension Fleet {
  /// Carries out a plan: exactly its events, in one transaction a ledger, or nothing where anything has moved.
  ///
  /// A plan that was cut off between two ledgers goes on with those that it hasn't reached.
  ///
  /// - Throws: `version_conflict`, naming the missions, where one that the plan concerns has moved since, or the change
  ///   would not come out as planned; `validation_error` for a plan of other ledgers; `config_invalid` while the
  ///   configuration has a problem; and what keeps a ledger from being written, which says what was appended to others.
  package func apply(_ plan: ReconcilePlan) async throws {
    if let refusal = configuration.refusal { throw refusal }
    try await pool.run {
      try self.homeState.checkIsThere()
      // Every ledger is looked at, and taken for writing, before the first is appended to.
      let (lanes, before) = try self.lanesToDo(of: plan)
      for lane in lanes {
        try self.writeBlocking(try self.ledger(named: lane.lane), ReconcilerRole.call) { _ in }
      }
      var done = before
      for lane in lanes {
        do {
          try self.apply(lane)
        } catch {
          throw done.isEmpty ? error : MissionError(error, ledger: lane.lane).after(done)
        }
        done.append(lane.lane)
      }
    }
  }

  /// The parts of a plan that are to be appended, all of them or those that it was cut off before, and the lanes of
  /// which they were appended before.
  private func lanesToDo(
    of plan: ReconcilePlan
  ) throws -> (left: [ReconcilePlan.Lane], done: [String]) {
    var left: [ReconcilePlan.Lane] = []
    var done: [String] = []
    var moved: [MissionID] = []
    var isOutdated = false
    for lane in plan.lanes {
      switch try standing(of: lane) {
      case .asJudged: left += lane.isEmpty ? [] : [lane]
      case .carriedOut: done.append(lane.lane)
      case .moved(let missions):
        isOutdated = true
        moved += missions
      }
    }
    if isOutdated {
      let error = MissionError.planIsOutdated(moved)
      throw done.isEmpty ? error : error.after(done)
    }
    if left.isEmpty, !done.isEmpty { throw MissionError.planIsDone(plan) }
    return (left, done)
  }

  /// How a ledger stands to its part of a plan.
  private enum PartStanding {
    case asJudged
    /// Its part was appended before.
    case carriedOut
    /// Missions that are no longer as they were judged; there may be none where a worker that has none has moved.
    case moved([MissionID])
  }

  private func standing(of lane: ReconcilePlan.Lane) throws -> PartStanding {
    let ledger = try ledger(named: lane.lane)
    try renewRowsBlocking(of: ledger)
    guard let log = try ledger.reader(), log.log.lineage == lane.lineage else {
      throw MissionError(
        .validationError,
        "the plan was made for another ledger \(lane.lane) than this home's: make it anew here")
    }
    return try readBlocking(ledger) { reader in
      let outdated = try lane.sessions.filter {
        try reader.session($0.session)?.position != $0.position
      }
      let sessions = Set(outdated.map(\.session))
      let missions = try lane.missions.filter { verdict in
        if let session = verdict.lostSession, sessions.contains(session) { return true }
        return try reader.state(of: verdict.missionID)?.version != verdict.version
      }
      if outdated.isEmpty, missions.isEmpty { return .asJudged }
      if try reader.hasAppended(lane) { return .carriedOut }
      return .moved(
        missions.map(\.missionID)
          + (try outdated.flatMap { try reader.session($0.session)?.missionIDs ?? [] }))
    } ?? .asJudged
  }

  private func apply(_ lane: ReconcilePlan.Lane) throws {
    try writeBlocking(try ledger(named: lane.lane), ReconcilerRole.call) { transaction in
      for verdict in lane.sessions where try !transaction.carryOut(verdict) {
        throw MissionError.planIsOutdated(lane.missions.map(\.missionID))
      }
      for verdict in lane.missions {
        guard try transaction.carryOut(verdict),
          let mission = try transaction.state(of: verdict.missionID),
          verdict.isCarriedOut(in: mission)
        else { throw MissionError.planIsOutdated([verdict.missionID]) }
      }
    }
  }
}

extension LaneReader {
  /// Whether the log has a plan's events, each just behind what was judged.
  fileprivate func hasAppended(_ lane: ReconcilePlan.Lane) throws -> Bool {
    for verdict in lane.missions {
      let events = try reader.log.events(
        of: verdict.missionID.stream, afterVersion: verdict.version, limit: verdict.events.count)
      guard events.map(\.type) == verdict.events.map(\.type),
        events.map(\.payload) == verdict.events.map(\.payload)
      else { return false }
    }
    return try lane.sessions.allSatisfy { verdict in
      try reader.log.events(of: verdict.session.stream).contains {
        $0.position > verdict.position && $0.type == verdict.event.type
          && $0.payload == verdict.event.payload
      }
    }
  }
}

extension ReconcileReport {
  /// The report of a plan that was carried out.
  package init(carriedOut plan: ReconcilePlan) {
    now = plan.now
    lanes = plan.lanes.map { lane in
      var verdicts = ReconcileVerdicts()
      verdicts.sessions = lane.sessions
      verdicts.missions = lane.missions
      verdicts.left = lane.left
      return Lane(lane: lane.lane, lineage: lane.lineage, head: lane.head, verdicts: verdicts)
    }
  }

  /// What the report says would be done, as a plan.
  package func plan(by madeBy: String, policy: ReconcilePolicy) -> ReconcilePlan {
    ReconcilePlan(
      now: now, madeBy: madeBy, policy: policy,
      lanes: lanes.map { lane in
        ReconcilePlan.Lane(
          lane: lane.lane, lineage: lane.lineage, head: lane.head,
          sessions: lane.verdicts.sessions, missions: lane.verdicts.missions,
          left: lane.verdicts.left)
      })
  }
}

extension ReconcilePlan.Lane {
  fileprivate var isEmpty: Bool { sessions.isEmpty && missions.isEmpty }
}

extension MissionError {
  /// Makes the refusal of a plan of which these missions have moved.
  fileprivate static func planIsOutdated(_ missions: [MissionID]) -> MissionError {
    let names = Set(missions).sorted()
    let list =
      names.isEmpty ? "a worker" : names.prefix(20).map(\.rawValue).joined(separator: ", ")
    return MissionError(
      .versionConflict,
      "\(list) moved since the plan was made, and nothing was appended there: make the plan anew",
      details: JSONText.object { $0.field(missionsDetail, names.map(\.rawValue)) })
  }

  /// Makes the refusal of a plan of which nothing is left to do.
  fileprivate static func planIsDone(_ plan: ReconcilePlan) -> MissionError {
    let missions = Set(plan.lanes.flatMap(\.missions).map(\.missionID)).sorted()
    return MissionError(
      .versionConflict, "all that the plan says was appended before: make a new one",
      details: JSONText.object { $0.field(missionsDetail, missions.map(\.rawValue)) })
  }

  /// The detail that names the missions that have moved.
  private static let missionsDetail = "missions"

  private var moved: JSONText? {
    guard var reader = details.map(JSONReader.init) else { return nil }
    var moved: JSONText?
    try? reader.readObject { key, reader throws(JSONError) in
      let value = try reader.readText()
      if key.string == Self.missionsDetail { moved = value }
    }
    return moved
  }

  /// The error with what a plan had appended to other ledgers before it.
  fileprivate func after(_ lanes: [String]) -> MissionError {
    let rest = code == .versionConflict ? "" : ": apply the same plan again for the rest"
    return MissionError(
      code,
      "\(message); what the plan says of \(lanes.joined(separator: ", ")) was appended before\(rest)",
      retryAfterMs: retryAfterMs,
      details: JSONText.object { object in
        object.field("appended", lanes)
        object.fieldIfPresent(Self.missionsDetail, moved)
      })
  }
}
