import CanonicalJSON
import EventLog
import EventProjections
package import MissionModel
import Platform

extension Fleet {
  /// Carries out a plan: exactly its events, one transaction a ledger, or nothing where anything
  /// has moved.
  ///
  /// - Throws: `version_conflict`, naming the missions, where one of the plan's has moved since, or
  ///   the change would not come out as planned; `validation_error` for a plan of other ledgers;
  ///   `config_invalid` while the configuration has a problem; and an error of a ledger that can't
  ///   be written, which says what was appended to others.
  package func apply(_ plan: ReconcilePlan) async throws {
    if let refusal = configuration.refusal { throw refusal }
    try await pool.run {
      try self.homeState.checkIsThere()
      // Every ledger is checked, and opened for writing, before the first append.
      var moved: [MissionID] = []
      for lane in plan.lanes { moved += try self.moved(lane) }
      guard moved.isEmpty else { throw MissionError.planIsOutdated(moved) }
      let lanes = plan.lanes.filter { !$0.sessions.isEmpty || !$0.missions.isEmpty }
      for lane in lanes {
        try self.writeBlocking(try self.ledger(named: lane.lane), ReconcilerRole.call) { _ in }
      }
      var done: [String] = []
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

  /// The missions of a plan that have moved since it judged them, in a ledger of the same lineage.
  private func moved(_ lane: ReconcilePlan.Lane) throws -> [MissionID] {
    let ledger = try ledger(named: lane.lane)
    try renewRowsBlocking(of: ledger)
    guard let log = try ledger.reader(), log.log.lineage == lane.lineage else {
      throw MissionError(
        .validationError,
        "the plan was made for another ledger \(lane.lane) than this home's: make a new one here")
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
      return missions.map(\.missionID)
        + (try outdated.flatMap { try reader.session($0.session)?.missionIDs ?? [] })
    } ?? []
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

  /// The planned verdicts of the report, as a plan.
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

extension MissionError {
  /// Makes the refusal of a plan of which these missions have moved.
  fileprivate static func planIsOutdated(_ missions: [MissionID]) -> MissionError {
    let names = Set(missions).sorted()
    let list =
      names.isEmpty ? "a worker" : names.prefix(20).map(\.rawValue).joined(separator: ", ")
    return MissionError(
      .versionConflict,
      "\(list) moved since the plan was made, and nothing was appended there: make a new plan",
      details: JSONText.object { $0.field("missions", names.map(\.rawValue)) })
  }

  /// The error, with the ledgers that got their part of the plan before it; a new plan has the
  /// rest.
  fileprivate func after(_ lanes: [String]) -> MissionError {
    MissionError(
      code,
      "\(message); the plan's events for \(lanes.joined(separator: ", ")) were already appended: "
        + "make a new plan to go on",
      retryAfterMs: retryAfterMs, details: JSONText.object { $0.field("appended", lanes) })
  }
}
