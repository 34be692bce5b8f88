package import EventLog
package import MissionModel
package import Platform

extension Why {
  /// The positions of the events that decide a mission's effective status: those of the stale rule,
  /// the one that set the status, and the request to cancel.
  package static func positions(deciding mission: MissionView) -> [Int64] {
    let state = mission.state
    var positions = Set(mission.staleness.positions)
    positions.insert(state.statusPosition)
    if let cancel = state.cancel { positions.insert(cancel.position) }
    if let verdict = state.verdict { positions.insert(verdict) }
    return positions.sorted()
  }

  /// Explains a mission's effective status.
  ///
  /// - Parameters:
  ///   - mission: the mission, judged at `now`.
  ///   - events: the events at `positions(deciding:)`, and decisive ones of other missions.
  ///   - now: the moment of the judgement.
  ///   - policy: the values that it was judged by.
  ///   - live: what the process table says of its worker.
  ///   - outlook: what the reconciler would do just now.
  ///   - holders: the missions that hold the place it waits for.
  ///   - upcasting: the steps by which payloads of older shapes are read.
  package init(
    _ mission: MissionView, events: [RecordedEvent], now: Instant, policy: MissionPolicy,
    live: WorkerPresence?, outlook: String? = nil, holders: [MissionView] = [],
    upcasting: Upcasting = .current
  ) {
    subject = .mission(mission.state.facts.missionID)
    status = mission.state.status.rawValue
    effectiveStatus = mission.effectiveStatus.rawValue
    basis = mission.state.basis
    staleReason = mission.staleness.reason
    rules = Self.rules(
      mission, behind: holders,
      isReportedAfterwards: events.contains { $0.type == MissionEventType.lateReport.rawValue },
      now: now, policy: policy)
    self.policy = policy
    self.now = now
    self.events = events.sorted { $0.precedes($1) }.map { Decisive($0, upcasting) }
    self.live = live
    self.outlook = outlook
    self.holders = holders
  }

  private static func rules(
    _ mission: MissionView, behind holders: [MissionView], isReportedAfterwards: Bool, now: Instant,
    policy: MissionPolicy
  ) -> [RuleText] {
    let state = mission.state
    var rules = [Self.status(of: mission)]
    if !holders.isEmpty {
      let place = mission.waitingFor == .target ? "its target path" : "its VP's capacity"
      rules.append("\(place) is taken by \(names(of: holders))")
    }
    let late = state.lateFinishes.map(\.rawValue).joined(separator: " and ")
    if !late.isEmpty {
      // A report before the end, but after an earlier end that was taken back, is kept as well.
      let after = isReportedAfterwards ? " afterwards" : ""
      rules.append("its worker reported \(late)\(after), which is kept and changes nothing")
    }
    if state.status.isHeld { rules.append(mission.staleness.rule) }
    if let cancel = state.cancel, state.status.isHeld {
      let over = mission.isCancelOverdue ? ", which have passed" : ""
      rules.append(
        """
        a cancel was requested \(seconds: max(0, now.seconds(since: cancel.at))) ago, and the worker has \
        \(seconds: policy.cancelGrace) (cancel_grace) to stop\(over)
        """)
    }
    return rules.filter { !$0.isEmpty }
  }

  /// How many missions that hold a place are named, with the event that gave it to them.
  static let mostNamed = 3

  /// The first few of some missions, each with its status, and how many more there are.
  private static func names(of missions: [MissionView]) -> String {
    let named = missions.prefix(mostNamed).map {
      "\($0.state.facts.missionID) (\($0.effectiveStatus.rawValue))"
    }
    let rest = missions.count > mostNamed ? " and \(missions.count - mostNamed) more" : ""
    return named.joined(separator: ", ") + rest
  }

  private static func status(of mission: MissionView) -> RuleText {
    let state = mission.state
    switch state.status {
    case .queued where state.isCancelRequested:
      return """
        it is queued, but a cancel was requested: no worker claims it, and the reconciler will end it
        """
    case .queued:
      guard !mission.isPastDeadline else {
        return "it is queued past its deadline, and the reconciler will end it"
      }
      let ahead = mission.ahead.map { ", \($0) ahead of it" } ?? ""
      return mission.waitingFor.map { "it is queued and waits: \($0.rawValue)\(ahead)" }
        ?? "it is queued; a capsule can't tell why, since it holds no other missions and workers of its VP"
    case .running where state.attempt == 0:
      let holder = state.workerID.map { ", held by \($0)" } ?? ""
      return "it was imported as running\(holder)"
    case .running:
      return "\(state.workerID?.rawValue ?? "a worker") holds it, attempt \(state.attempt)"
    case .blocked:
      let question = state.question.map { " (\($0.questionID))" } ?? ""
      let place = state.isHeldByImport ? " where it was imported from" : ""
      return "its worker asked a question\(question) and waits for the answer\(place)"
    case .completed, .failed, .cancelled:
      let mode = state.failureMode.map { " (\($0.rawValue))" } ?? ""
      return "it ended \(state.status.rawValue)\(mode): \(finality(of: state))"
    }
  }

  private static func finality(of state: MissionState) -> String {
    if state.facts.isImported, state.statusPosition == state.facts.dispatchPosition {
      return "the ledger that it was imported from says so, which is final"
    }
    return switch state.basis {
    case .reported: "its worker said so, which is final"
    case .decided where state.failureMode == .deadlineExceeded:
      "its dispatch set the deadline, which is final"
    case .decided where state.cancelRequest == nil: "its worker gave it up, which is final"
    case .decided where state.isEndedUnheard:
      "an orchestrator or a person said so, which is final, though its worker never reported that it stopped"
    case .decided: "an orchestrator or a person said so, which is final"
    case .inferred where state.mayYetBeReported:
      "the reconciler concluded it, and its worker's own report may still reverse it"
    case .inferred where state.failureMode == .stale(.workerDead):
      "the reconciler concluded it, since its worker is gone"
    case .inferred: "the reconciler concluded it, and nothing can reverse it"
    }
  }
}
