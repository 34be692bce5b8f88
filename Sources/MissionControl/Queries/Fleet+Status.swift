import EventLog
import EventProjections
import MissionModel
import MissionStore
package import Platform

extension Fleet {
  /// Reads the home at one glance: its ledgers, its VPs, and the missions that need a person,
  /// oldest first, at most `limit` of them; ended missions are counted from `since` on, or over the
  /// last 24 hours.
  package func status(since: Instant? = nil, limit: Int = 500) async throws -> StatusReport {
    let needing = try await needingAttention(limit)
    let vps = try await vps()
    let since = since ?? now.advanced(bySeconds: -86_400)
    let (lanes, unread) = try await readEach { lane in
      try lane.checkListed()
      return try lane.totals(since: since)
    }
    let escalations = try await escalations(of: needing.missions)
    let missions = await markingInterruptedRetries(needing.missions)
    let warnings = (needing.warnings + vps.warnings + unread).onceEach
    let ledgers = try await ledgerStatuses().map { $0.failing(by: warnings) }
    let sick = Set(ledgers.filter { $0.error != nil }.map(\.ledger))
    let stops = await pool.run { self.haltsBlocking() }.filter { !sick.contains($0.ledger ?? "") }
    return StatusReport(
      home: home, now: now, ledgers: ledgers, vps: vps.vps,
      totals: FleetTotals(of: vps.vps, since: since, in: lanes),
      attention: missions.compactMap { view in
        AttentionItem(view, escalatedAt: escalations[view.state.facts.missionID])
      }
      .sorted {
        ($0.since ?? .epoch, $0.mission.state.facts.missionID) < (
          $1.since ?? .epoch, $1.mission.state.facts.missionID
        )
      },
      warnings: warnings + stops + diskRoom.warnings
        + ledgers.compactMap { ledger in ledger.lead.map { .ahead(ledger.ledger, $0) } },
      room: diskRoom.level)
  }

  /// The missions that need a person: all that are not over, then, while there is room, those that
  /// ended last.
  ///
  /// A crowd of old failures must hide neither a worker that is stuck now nor the newest failure.
  private func needingAttention(_ limit: Int) async throws -> ListResult {
    var request = ListRequest()
    request.filter.attention = true
    request.limit = limit
    request.filter.statuses = [.queued, .running, .blocked]
    let unfinished = try await list(request)
    request.limit -= unfinished.missions.count
    guard request.limit > 0 else { return unfinished }
    request.filter.statuses = [.completed, .failed, .cancelled]
    let ended = try await list(request)
    return ListResult(
      missions: unfinished.missions + ended.missions, nextCursor: nil,
      warnings: unfinished.warnings + ended.warnings)
  }

  /// The times at which these missions were last escalated, for those that were.
  private func escalations(of missions: [MissionView]) async throws -> [MissionID: Instant] {
    let escalated = missions.filter { $0.attention == .escalated }
    guard !escalated.isEmpty else { return [:] }
    let (lanes, _) = try await readEach { lane in
      try escalated.filter { $0.lane == lane.lane }.compactMap { view in
        let facts = view.state.facts
        return try lane.reader.log.lastRecorded(
          MissionEventType.escalated.rawValue, ofStreamAt: facts.dispatchPosition
        ).map { (facts.missionID, $0) }
      }
    }
    return Dictionary(lanes.flatMap(\.self)) { $1 }
  }

  /// The state of every ledger, the runtime one included.
  package func ledgerStatuses() async throws -> [LedgerStatus] {
    try await pool.run {
      try self.homeState.checkIsThere()
      let now = self.now
      return self.ledgers.map { ledger in
        let read = Result {
          try ledger.reader().map { log in
            try log.readBlocking {
              (
                head: $0.head, parked: try $0.parkedCount(),
                lead: ClockLead(of: try $0.log.lastRecordedAt(), at: now)
              )
            }
          } ?? (head: 0, parked: 0, lead: nil)
        }
        let found = try? read.get()
        var error: MissionError?
        if case .failure(let failure) = read {
          error = MissionError(failure, ledger: ledger.lane.name)
        }
        return LedgerStatus(
          ledger: ledger.lane.name, path: ledger.path, head: found?.head,
          parkedEvents: found?.parked ?? 0, lead: found?.lead, error: error,
          writeError: self.isPast ? nil : ledger.health.obstacle(at: found?.head))
      }
    }
  }
}

extension LaneReader {
  /// Reads the rows that lists show first, which a mere count would not touch.
  fileprivate func checkListed() throws {
    _ = try reader.listMissions(MissionFilter(), limit: 20, now: now, policy: policy)
  }
}
