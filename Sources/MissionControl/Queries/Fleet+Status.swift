import EventLog
import EventProjections
import MissionModel
import MissionStore
package import Platform

extension Fleet {
  /// One glance at the home: its ledgers, its VPs, and what needs a person, oldest first, at most `limit` of it; what ended
  /// is counted from `since` on, or over the last 24 hours.
  package func status(since: Instant? = nil, limit: Int = 500) async throws -> StatusReport {
    let needing = try await needingAttention(limit)
    let vps = try await vps()
    let since = since ?? now.advanced(bySeconds: -86_400)
    let (lanes, unread) = try await readEach { try $0.totals(since: since) }
    let warnings = (needing.warnings + vps.warnings + unread).onceEach
    let ledgers = try await ledgerStatuses().map { $0.failing(by: warnings) }
    return StatusReport(
      home: home, now: now, ledgers: ledgers, vps: vps.vps,
      totals: FleetTotals(of: vps.vps, since: since, in: lanes),
      attention: needing.missions.compactMap(AttentionItem.init)
        .sorted {
          ($0.since ?? .epoch, $0.mission.state.facts.missionID) < (
            $1.since ?? .epoch, $1.mission.state.facts.missionID
          )
        },
      warnings: warnings + diskRoom.warnings + ledgers.compactMap(Warning.ahead),
      room: diskRoom.level)
  }

  /// What needs a person: everything that isn't over, and then, as far as there is room, what ended last.
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

  /// How every ledger is, the runtime one among them.
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
                lead: try $0.log.lastRecordedAt().map { $0.seconds(since: now) }
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
          parkedEvents: found?.parked ?? 0, leadSeconds: found?.lead.flatMap { $0 > 0 ? $0 : nil },
          error: error, writeError: self.isPast ? nil : ledger.health.obstacle(at: found?.head))
      }
    }
  }
}

extension AttentionItem {
  /// What a mission needs a person for; nil where it doesn't.
  init?(_ view: MissionView) {
    guard let reason = view.attention else { return nil }
    let state = view.state
    mission = view
    self.reason = ([view.cancelWord(besides: reason)] + [Self.words(reason, view)])
      .compactMap(\.self).joined(separator: ", ")
    nextCommand = Self.next(reason, view)
    let began: Instant? =
      switch reason {
      case .stale: view.staleness.since
      case .cancelOverdue: state.cancel?.at
      case .blocked: state.question?.at
      case .escalated, .failed: nil
      }
    since = began ?? state.completedAt ?? state.updatedAt
  }
  private static func words(_ reason: AttentionReason, _ view: MissionView) -> String {
    let state = view.state
    return switch reason {
    case .stale: "stale: \(view.staleness.reason?.rawValue ?? "")"
    case .blocked: "blocked: \(state.question?.question ?? "")"
    case .cancelOverdue: "cancel overdue"
    case .escalated: "escalated"
    case .failed: "failed" + (state.failureMode.map { ": \($0.rawValue)" } ?? "")
    }
  }

  private static func next(_ reason: AttentionReason, _ view: MissionView) -> [String] {
    let id = view.state.facts.missionID.rawValue
    guard reason != .escalated else { return ["timeline", id] }
    return switch view.nextStep {
    // That it failed is past: what goes on is its retry.
    case .follow: ["ack", id]
    case .retry: ["retry", id]
    // Why it failed comes before the word that somebody has looked.
    case .startAnew: ["why", id]
    default: NextCommand(view)?.words ?? ["get", id]
    }
  }
}

extension MissionView {
  /// What is to be said of its cancel beside another reason for attention; nil where that is the cancel itself.
  fileprivate func cancelWord(besides reason: AttentionReason) -> String? {
    guard state.isCancelRequested, !state.status.isTerminal, reason != .cancelOverdue else {
      return nil
    }
    return isCancelOverdue ? "cancel overdue" : "cancel requested"
  }
}
