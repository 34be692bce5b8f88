import EventProjections
import MissionModel
import MissionStore
package import Platform

extension Fleet {
  /// How many missions that need attention a report names at most.
  private static let attentionLimit = 500

  /// One glance at the home: its ledgers, its VPs, and what needs a person, oldest first; what ended is counted from
  /// `since` on, or over the last 24 hours.
  package func status(since: Instant? = nil) async throws -> StatusReport {
    var request = ListRequest()
    request.filter.attention = true
    request.filter.order = .oldest
    request.limit = Self.attentionLimit
    let missions = try await list(request)
    let vps = try await vps()
    let ledgers = try await ledgerStatuses()
    let since = since ?? now.advanced(bySeconds: -86_400)
    let (lanes, _) = try await readEach { try $0.totals(since: since) }
    return StatusReport(
      home: home, now: now, ledgers: ledgers, vps: vps.vps,
      totals: FleetTotals(of: vps.vps, since: since, in: lanes),
      attention: missions.missions.compactMap(AttentionItem.init)
        .sorted {
          ($0.since, $0.mission.state.facts.missionID) < (
            $1.since, $1.mission.state.facts.missionID
          )
        },
      warnings: missions.warnings + roomWarnings, room: room)
  }

  /// How every ledger is, the runtime one among them.
  package func ledgerStatuses() async throws -> [LedgerStatus] {
    try await pool.run {
      try self.checkHomeExists()
      return self.ledgers.map { ledger in
        let read = Result { try ledger.reader().map { try $0.readBlocking { $0.head } } ?? 0 }
        let head = try? read.get()
        var error: MissionError?
        if case .failure(let failure) = read {
          error = MissionError(failure, ledger: ledger.lane.name)
        }
        return LedgerStatus(
          ledger: ledger.lane.name, path: ledger.path, head: head, error: error)
      }
    }
  }
}

extension AttentionItem {
  /// What a mission needs a person for; nil where it doesn't.
  init?(_ view: MissionView) {
    guard let reason = view.attention else { return nil }
    let state = view.state
    let id = state.facts.missionID.rawValue
    mission = view
    switch reason {
    case .stale:
      self.reason = "stale: \(view.staleness.reason?.rawValue ?? "")"
      nextCommand = ["why", id]
    case .blocked:
      self.reason = "blocked: \(state.question?.question ?? "")"
      nextCommand = ["answer", id, "TEXT"]
    case .cancelOverdue:
      self.reason = "cancel overdue"
      nextCommand = ["cancel", id, "--force"]
    case .escalated:
      self.reason = "escalated"
      nextCommand = ["timeline", id]
    case .failed:
      self.reason = "failed: \(state.failureMode?.rawValue ?? "")"
      nextCommand = state.retried == nil ? ["retry", id] : ["ack", id]
    }
    let began: Instant? =
      switch reason {
      case .stale: view.staleness.since
      case .cancelOverdue: state.cancel?.at
      case .blocked: state.question?.at
      case .escalated, .failed: nil
      }
    since = began ?? state.completedAt ?? state.updatedAt ?? .epoch
  }
}
