import CanonicalJSON
import MissionControl
import MissionModel
import MissionTesting
import Platform

/// The orchestrators: what they wish of the fleet, and how they deal with its answers.
extension World {
  /// How often a call that had no answer is made again.
  private static let patience = 200

  /// Meets a stimulus: makes the call, or has the fault happen.
  func meet(_ stimulus: Stimulus, tries: Int) async throws {
    do {
      switch stimulus {
      case .dispatch(let mission): try await dispatch(mission)
      case .redispatch(let mission, let altered): try await redispatch(mission, altered: altered)
      case .cancel(let mission, let force): try await cancel(mission, force: force)
      case .retry(let mission, let elsewhere): try await retry(mission, elsewhere: elsewhere)
      case .annotate, .escalate, .acknowledge: try await remark(stimulus)
      case .pause(let vp, let seconds): try await pause(vp, seconds: seconds)
      case .look: try await look()
      case .plan: try await planReconciliation()
      case .readFeed(let session): try await readFeed(session)
      case .moveCursor(let ledger): try await setCursor(Names.ledgers[ledger])
      case .leadLink(let astray): try leadLink(astray: astray)
      default: try await strike(stimulus)
      }
    } catch let error as MissionError {
      note("  \(error.code)")
      if error.code == .targetPathBlocked { reached.insert(.pathBlocked) }
      // An agent asks again where the answer may yet come, but never twice for what has no key.
      let isSafe: Bool
      if case .dispatch(let mission) = stimulus {
        isSafe = requests[mission]?.idempotencyKey != nil
      } else {
        isSafe = true
      }
      if isSafe, error.retryable, tries < Self.patience {
        send(.again(stimulus, tries: tries + 1), in: 3 * Self.second)
      }
    }
  }

  private static func caller(_ mission: Int) -> CallContext {
    .orchestrator(session: "session-\(mission % 3)")
  }

  /// A mission that a dispatch has made, as far as its ledger still knows it.
  private func known(_ mission: Int) -> MissionID? {
    missions[mission].flatMap { id in ledger(of: id) == nil ? nil : id }
  }

  /// The ledger that holds a mission.
  func ledger(of id: MissionID) -> String? {
    Names.lanes.first { judges[$0]?.missions[id] != nil }
  }

  // MARK: Dispatch

  private func request(_ mission: Int) -> DispatchRequest {
    if let made = requests[mission] { return made }
    var chance = Chance(plan.seed, 2, mission)
    var request = DispatchRequest(
      vpID: Names.vp(chance.happens(35) ? 1 : 0), objective: "job \(mission)")
    let now = machine.clocks.now()
    if chance.happens(60) { request.idempotencyKey = "key \(mission)" }
    if chance.happens(75) { request.sourceSessionID = "session-\(mission % 3)" }
    if chance.happens(10) {
      request.notBefore = now.advanced(byMicroseconds: chance.time(1...60))
    }
    if chance.happens(12) { request.deadline = now.advanced(byMicroseconds: chance.time(5...90)) }
    if chance.happens(15) { request.budget.maxLLMCalls = Int64(chance.number(0...15)) }
    if chance.happens(10) { request.budget.maxRuntimeMinutes = Millionths(0.2) }
    // Into the home itself, which is blocked where the lane is guarded; or into one folder that
    // several missions want.
    let isBlocked = chance.happens(8) && request.vpID == .coder
    let target = isBlocked ? shelter.home : chance.happens(12) ? "/projects/one" : nil
    if let target { request.constraints = JSONText.object { $0.field("target_path", target) } }
    var link = Chance(plan.seed, 10, mission)
    if plan.leadsLink, target == nil, link.happens(40) {
      request.constraints = Self.linkConstraints
    }
    request.maxAttempts = plan.sleeps ? 3 : chance.pick([1, 2, 3, 3])
    request.priorityTier = chance.pick(PriorityTier.allCases)
    request.priority = chance.pick([0, 100, 100, 500])
    requests[mission] = request
    return request
  }

  private func dispatch(_ mission: Int) async throws {
    let request = request(mission)
    let ledger = Names.ledger(of: request.vpID)
    let result = try await call(from: 0, touching: [ledger]) {
      try await $0.dispatch(request, Self.caller(mission))
    }
    let id = result.mission.state.facts.missionID
    try judges[ledger]?.check(result.mission.state)
    guard result.replayed || !isAstray(request) else {
      throw Violation("A blocked path is refused", "\(id)")
    }
    if let before = known(mission), before != id {
      throw Violation("One key makes one mission", "\(before) and \(id)")
    }
    missions[mission] = id
    chainEnds[mission] = chainEnds[mission] ?? id
  }

  private func redispatch(_ mission: Int, altered: Bool) async throws {
    guard let request = requests[mission], request.idempotencyKey != nil,
      let id = known(mission)
    else { return }
    var again = request
    if altered { again.objective += ", otherwise" }
    let ledger = Names.ledger(of: request.vpID)
    let head = judges[ledger]?.head
    do {
      let result = try await call(from: mission, touching: [ledger]) {
        try await $0.dispatch(again, Self.caller(mission))
      }
      guard !altered, result.replayed, result.mission.state.facts.missionID == id else {
        throw Violation("One key makes one mission", "\(again.objective) under the key of \(id)")
      }
      reached.insert(.keyReplayed)
    } catch let error as MissionError where error.code == .idempotencyConflict {
      guard altered else {
        throw Violation("One key makes one mission", "\(id) is refused to its own request")
      }
      reached.insert(.keyConflict)
    }
    guard head == judges[ledger]?.head else {
      throw Violation("A repeated dispatch appends nothing", "\(id)")
    }
  }

  // MARK: Missions

  private func cancel(_ mission: Int, force: Bool) async throws {
    guard let id = known(mission), let ledger = ledger(of: id) else { return }
    let result = try await call(from: 0, touching: [ledger]) {
      try await $0.cancel(id, force: force, Self.caller(mission))
    }
    try judges[ledger]?.check(result.mission.state)
  }

  private func retry(_ mission: Int, elsewhere: Bool) async throws {
    guard let first = known(mission) else { return }
    let id = chainEnds[mission].flatMap { ledger(of: $0) == nil ? nil : $0 } ?? first
    var request = RetryRequest()
    request.guidance = "try harder"
    if elsewhere, let vp = requests[mission]?.vpID {
      request.vp = vp == .coder ? .general : .coder
    }
    do {
      let result = try await call(from: 0, touching: Names.lanes) {
        try await $0.retry(id, request, Self.caller(mission))
      }
      let next = result.mission.state.facts
      try judges[result.mission.lane]?.check(result.mission.state)
      chainEnds[mission] = next.missionID
      if next.chainLength > 2 { reached.insert(.retriedInChain) }
      if elsewhere { reached.insert(.retriedElsewhere) }
    } catch let error as MissionError where error.code == .retryBudgetExhausted {
      reached.insert(.chainExhausted)
    }
  }

  private func remark(_ stimulus: Stimulus) async throws {
    switch stimulus {
    case .annotate(let mission):
      try await change(mission) { try await $0.annotate($1, MissionAnnotated(note: "seen"), $2) }
    case .escalate(let mission):
      try await change(mission) {
        try await $0.escalate(
          $1, MissionEscalated(summary: "it hangs", whyEscalating: "nobody knows"), $2)
      }
    case .acknowledge(let mission):
      try await change(mission) { try await $0.acknowledge($1, $2) }
    default: break
    }
  }

  private func change(
    _ mission: Int, _ body: (Fleet, MissionID, CallContext) async throws -> MissionView
  ) async throws {
    guard let id = known(mission), let ledger = ledger(of: id) else { return }
    let view = try await call(from: 0, touching: [ledger]) {
      try await body($0, id, Self.caller(mission))
    }
    try judges[ledger]?.check(view.state)
  }

  /// Answers the question that a mission waits on.
  func answer(_ id: MissionID, _ question: String, tries: Int) async throws {
    guard let ledger = ledger(of: id), judges[ledger]?.missions[id]?.question == question else {
      return
    }
    note("an answer to \(question) of \(id)")
    do {
      let view = try await call(from: 0, touching: [ledger]) {
        try await $0.answer(id, questionID: question, "yes", Self.caller(0))
      }
      try judges[ledger]?.check(view.state)
    } catch let error as MissionError {
      note("  \(error.code)")
      guard error.retryable, tries < Self.patience else { return }
      send(.answer(id, question: question, tries: tries + 1), in: 3 * Self.second)
    }
  }

  // MARK: The fleet

  private func pause(_ vp: Int, seconds: Int) async throws {
    let id = Names.vp(vp)
    _ = try await call(from: 0, touching: [Names.ledger(of: id)]) {
      try await $0.pause(id, reason: "a look at it", Self.caller(0))
    }
    send(.resumeVP(vp), in: Int64(seconds) * Self.second)
  }

  /// Lets a VP's missions be claimed again, as often as it takes.
  func resume(_ vp: Int) async throws {
    let id = Names.vp(vp)
    note("\(id) is to go on")
    do {
      _ = try await call(from: 0, touching: [Names.ledger(of: id)]) {
        try await $0.resume(id, Self.caller(0))
      }
    } catch let error as MissionError {
      note("  \(error.code)")
      send(.resumeVP(vp), in: 3 * Self.second)
    }
  }

  /// Reads every mission, and holds what is shown against the log.
  private func look() async throws {
    var request = ListRequest()
    request.limit = 1_000
    let result = try await call(from: 1, touching: []) { try await $0.list(request) }
    let sick = Set(result.warnings.compactMap(\.ledger))
    for view in result.missions { try judges[view.lane]?.check(view.state) }
    for lane in Names.lanes where !sick.contains(lane) {
      let listed = result.missions.count { $0.lane == lane }
      guard listed == judges[lane]?.missions.count else {
        throw Violation(
          "A list shows every mission",
          "\(listed) of \(judges[lane]?.missions.count ?? 0) in \(lane)")
      }
    }
  }
}
