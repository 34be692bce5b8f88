import CanonicalJSON
import Platform
import Testing

@testable import MissionModel

/// Every command on a mission in every status, allowed or refused.
struct TransitionTableTests {
  static let commands: [(String, MissionCommand)] = [
    ("claim", .claim("w2")),
    ("start", .start(MissionBench.first, workspace: "/w")),
    ("heartbeat", .heartbeat(MissionBench.first)),
    ("progress", .progress(MissionBench.first, ProgressReport(summary: "half"))),
    ("artifact", .artifact(MissionBench.first, ArtifactReport(path: "a.txt"))),
    ("block", .block(MissionBench.first, question: "which?", options: [])),
    ("fallback", .fallback(MissionBench.first, from: "a", to: "b", reason: "c")),
    ("complete", .completed(MissionBench.first)),
    ("fail", .failed(MissionBench.first)),
    ("cancelled", .cancelled(MissionBench.first, reason: "stopped")),
    (
      "requeue",
      .requeue(
        MissionBench.first, reason: "drain",
        FailureReport(error: "drain", failureMode: .workerShutdown))
    ),
    ("answer", .answer(questionID: nil, answer: "this")),
    ("cancel", .cancel(reason: "no", force: false)),
    ("force", .cancel(reason: "no", force: true)),
    (
      "retry",
      .retry(
        MissionRetried(
          newMissionID: MissionID(stored: "m2"), vpID: MissionBench.vp, guidance: nil,
          freshWorkspace: false))
    ),
    ("escalate", .escalate(MissionEscalated(summary: "s", whyEscalating: "w"))),
    ("annotate", .annotate(MissionAnnotated(note: "n"))),
    ("ack", .acknowledge(note: nil)),
  ]

  /// Missions of two attempts in each status; `expected` is in the order of `commands`.
  static let rows: [(String, [MissionCommand], MissionReconciled.Outcome?, String)] = [
    (
      "queued", [], nil,
      "claimed lease_lost lease_lost lease_lost lease_lost lease_lost lease_lost lease_lost "
        + "lease_lost lease_lost lease_lost invalid_transition cancel_requested+cancelled "
        + "cancel_requested+cancelled invalid_transition escalated annotated acknowledged"
    ),
    (
      "running", [.claim("w1")], nil,
      "invalid_transition started heartbeat progress artifact blocked fallback completed failed "
        + "cancelled requeued invalid_transition cancel_requested cancel_requested+cancelled "
        + "invalid_transition escalated annotated acknowledged"
    ),
    (
      "blocked", [.claim("w1"), .block(MissionBench.first, question: "how?", options: [])], nil,
      "invalid_transition invalid_transition heartbeat invalid_transition invalid_transition "
        + "invalid_transition invalid_transition completed failed cancelled requeued unblocked "
        + "cancel_requested cancel_requested+cancelled invalid_transition escalated annotated "
        + "acknowledged"
    ),
    (
      "cancelling", [.claim("w1"), .cancel(reason: "no", force: false)], nil,
      "invalid_transition started heartbeat progress artifact blocked fallback cancelled "
        + "cancelled cancelled cancelled invalid_transition unchanged cancelled "
        + "invalid_transition escalated annotated acknowledged"
    ),
    (
      "completed", [.claim("w1"), .completed(MissionBench.first)], nil,
      "mission_terminal mission_terminal mission_terminal mission_terminal mission_terminal "
        + "mission_terminal mission_terminal unchanged mission_terminal/late_report "
        + "mission_terminal/late_report mission_terminal/late_report mission_terminal "
        + "mission_terminal mission_terminal invalid_transition escalated annotated acknowledged"
    ),
    (
      "failed", [.claim("w1"), .failed(MissionBench.first)], nil,
      "mission_terminal mission_terminal mission_terminal mission_terminal mission_terminal "
        + "mission_terminal mission_terminal mission_terminal/late_report unchanged "
        + "mission_terminal/late_report mission_terminal/late_report mission_terminal "
        + "mission_terminal mission_terminal retried escalated annotated acknowledged"
    ),
    (
      "forced", [.claim("w1"), .cancel(reason: "no", force: true)], nil,
      "mission_terminal lease_lost lease_lost lease_lost lease_lost lease_lost lease_lost "
        + "mission_terminal/late_report mission_terminal/late_report "
        + "mission_terminal/late_report mission_terminal/late_report mission_terminal unchanged "
        + "unchanged retried escalated annotated acknowledged"
    ),
    (
      "inferred", [.claim("w1")], .failed,
      "mission_terminal lease_lost lease_lost lease_lost lease_lost lease_lost lease_lost "
        + "reconciliation_reversed+completed reconciliation_reversed+failed "
        + "reconciliation_reversed+cancelled reconciliation_reversed+failed mission_terminal "
        + "mission_terminal mission_terminal retried escalated annotated acknowledged"
    ),
    (
      "requeued", [.claim("w1")], .requeued,
      "claimed lease_lost lease_lost lease_lost lease_lost lease_lost lease_lost "
        + "reconciliation_reversed+completed reconciliation_reversed+failed "
        + "reconciliation_reversed+cancelled unchanged invalid_transition "
        + "cancel_requested+cancelled cancel_requested+cancelled invalid_transition escalated "
        + "annotated acknowledged"
    ),
  ]

  @Test(arguments: rows.indices)
  func everyCommandIsAllowedOrRefusedAsTheTableSays(row: Int) throws {
    let (name, steps, verdict, expected) = Self.rows[row]
    var bench = try MissionBench(maxAttempts: 2)
    for step in steps { try bench.run(step) }
    if let verdict { try bench.append(bench.verdict(verdict)) }
    let wanted = expected.split(separator: " ").map(String.init)
    #expect(wanted.count == Self.commands.count)
    for ((command, value), want) in zip(Self.commands, wanted) {
      #expect(bench.decided(value).text == want, "\(name), \(command)")
    }
  }

  @Test(arguments: [MissionStatus.running, .blocked])
  func everyReportOnAMissionThatAnImportHoldsIsSentWhereItCameFrom(status: MissionStatus) throws {
    var bench = MissionBench.unborn
    let request = DispatchRequest(vpID: MissionBench.vp, objective: "old")
    var row = MissionImported(
      origin: MissionDispatched(missionID: MissionBench.id, request: request), status: status)
    row.workerID = MissionBench.first.worker
    row.attempt = 1
    row.leaseExpiresAt = bench.now.advanced(bySeconds: 3_600)
    try bench.append([.imported(row)])
    let orchestration: Set = [
      "claim", "answer", "cancel", "force", "retry", "escalate", "annotate", "ack",
    ]
    for (name, command) in Self.commands where !orchestration.contains(name) {
      let decision = bench.decided(command)
      guard case .refuse(let error, evidence: []) = decision else {
        Issue.record("\(name): \(decision.text)")
        continue
      }
      #expect(error.code == .leaseLost && !error.isReversible)
      #expect(error.message.hasSuffix("it was imported: report it at its origin"))
    }
  }

  @Test func aRequeueWithoutAttemptsLeftFailsTheMission() throws {
    var bench = try MissionBench(maxAttempts: 1)
    try bench.run(.claim("w1"))
    let report = FailureReport(error: "drain", failureMode: .workerShutdown)
    try bench.run(.requeue(MissionBench.first, reason: "drain", report))
    #expect(bench.state?.status == .failed)
    #expect(bench.state?.failureMode == .workerShutdown)
    #expect(
      bench.decided(.requeue(MissionBench.first, reason: "drain", report)) == .unchanged)
  }

  @Test func aFencedWorkerIsToldWhetherItsFinishWouldStillCount() throws {
    var bench = try MissionBench()
    try bench.run(.claim("w1"))
    try bench.append(bench.verdict(.failed))
    #expect(reversible(bench) == "true")
    try bench.run(
      .retry(
        MissionRetried(
          newMissionID: MissionID(stored: "m2"), vpID: MissionBench.vp, guidance: nil,
          freshWorkspace: false)))
    #expect(reversible(bench) == "false")
    #expect(bench.decided(.completed(MissionBench.first)).text == "lease_lost/late_report")
  }

  @Test func aLateFinishIsKeptOnceForEachKind() throws {
    var bench = try MissionBench()
    try bench.run(.claim("w1"))
    try bench.run(.completed(MissionBench.first))
    for _ in 0..<3 {
      try bench.run(.failed(MissionBench.first))
      try bench.run(.cancelled(MissionBench.first, reason: nil))
      try bench.run(.failed(MissionBench.foreign))
    }
    #expect(bench.state?.lateReports == 2)
    #expect(bench.state?.status == .completed)
  }

  @Test func aReversedVerdictIsReversedOnlyOnce() throws {
    var bench = try MissionBench()
    try bench.run(.claim("w1"))
    try bench.append(bench.verdict(.failed))
    try bench.run(.completed(MissionBench.first))
    #expect(bench.state?.status == .completed)
    #expect(bench.state?.basis == .reported)
    #expect(bench.state?.failureMode == nil)
    #expect(bench.decided(.completed(MissionBench.first)) == .unchanged)
    #expect(bench.decided(.failed(MissionBench.first)).text == "mission_terminal/late_report")
  }

  @Test func aVerdictThatMayBeTakenBackIsNotSaidToStay() throws {
    for (end, stays) in [(MissionReconciled.Outcome.failed, false), (.cancelled, true)] {
      var bench = try MissionBench()
      try bench.run(.claim("w1"))
      try bench.append(bench.verdict(end))
      guard let state = bench.state else { continue }
      #expect(MissionError.terminal(state).message.contains("stays so") == stays)
    }
  }

  @Test func whatAWorkerSaysAgainIsAHeartbeatWhileItHoldsTheMission() throws {
    var bench = try MissionBench()
    try bench.run(.claim("w1"))
    let start = MissionCommand.start(MissionBench.first, workspace: "/w")
    let block = MissionCommand.block(MissionBench.first, question: "how?", options: [])
    #expect(try bench.run(start).text == "started")
    #expect(try bench.run(start).text == "heartbeat")
    #expect(try bench.run(block).text == "blocked")
    #expect(try bench.run(block).text == "heartbeat")
    #expect(bench.decided(start).text == "invalid_transition")
    try bench.run(.cancel(reason: "enough", force: true))
    for command in [start, block] { #expect(bench.decided(command).text == "lease_lost") }
  }

  @Test func anAnswerIsTheSameAnswerOnlyToTheSameQuestion() throws {
    var bench = try MissionBench()
    try bench.run(.claim("w1"))
    try bench.run(.block(MissionBench.first, question: "how?", options: ["a", "b"]))
    #expect(bench.decided(.answer(questionID: "q7", answer: "a")).text == "version_conflict")
    try bench.run(.answer(questionID: "q1", answer: "a"))
    #expect(bench.state?.status == .running)
    #expect(bench.state?.basis == .decided)
    #expect(bench.decided(.answer(questionID: "q1", answer: "a")) == .unchanged)
    #expect(bench.decided(.answer(questionID: "q1", answer: "b")).text == "version_conflict")
    try bench.run(.block(MissionBench.first, question: "when?", options: []))
    #expect(bench.decided(.answer(questionID: "q1", answer: "b")).text == "version_conflict")
    #expect(bench.decided(.answer(questionID: "q1", answer: "a")) == .unchanged)
    #expect(bench.decided(.answer(questionID: "q2", answer: "c")).text == "unblocked")
    try bench.run(.answer(questionID: "q2", answer: "c"))
    for past in ["a", "b"] {
      #expect(bench.decided(.answer(questionID: "q1", answer: past)).text == "version_conflict")
    }
    for none in ["q3", "q0", "q01", "what"] {
      #expect(bench.decided(.answer(questionID: none, answer: "a")).text == "invalid_transition")
    }
  }

  @Test func aWorkersOwnReasonToStopIsKeptBesideTheOneThatItWasGiven() throws {
    for (own, isKept) in [("stopped at 40 percent", true), ("enough", false), (nil, false)] {
      var bench = try MissionBench()
      try bench.run(.claim("w1"))
      try bench.run(.cancel(reason: "enough", force: false))
      guard
        case .append(let events) = bench.decided(.cancelled(MissionBench.first, reason: own)),
        case .cancelled(let body)? = events.first
      else { throw MissionError.validation("nothing was cancelled") }
      #expect(body.reason == "enough" && (body.reported?.reason == own) == isKept || own == nil)
      #expect((body.reported != nil) == isKept)
    }
  }

  @Test func whyACancelIsForcedIsKeptBesideWhyItWasAskedFor() throws {
    for (forced, kept) in [("stuck", "stuck"), (MissionCancelRequested.unstated, "enough")] {
      var bench = try MissionBench()
      try bench.run(.claim("w1"))
      try bench.run(.cancel(reason: "enough", force: false))
      guard case .append(let events) = try bench.run(.cancel(reason: forced, force: true)),
        case .cancelled(let body)? = events.last
      else { throw MissionError.validation("nothing was cancelled") }
      #expect(events.count == 1 && body.reason == kept)
      #expect(bench.state?.cancel?.reason == "enough")
    }
  }

  @Test func aSecondFinishAfterACancelIsTheSameOnlyIfItSaysTheSame() throws {
    var bench = try MissionBench()
    try bench.run(.claim("w1"))
    try bench.run(.cancel(reason: "enough", force: false))
    func fail(_ error: String) -> MissionCommand {
      .fail(MissionBench.first, FailureReport(error: error))
    }
    guard case .append(let events) = try bench.run(fail("one")),
      case .cancelled(let body)? = events.last
    else { throw MissionError.validation("nothing was cancelled") }
    bench.lastReport = body.reported
    #expect(bench.decided(fail("one")) == .unchanged)
    #expect(bench.decided(fail("two")).text == "mission_terminal/late_report")
  }

  @Test func aRetryIsMadeOnceAndTheChainHasAnEnd() throws {
    func wanted(_ guidance: String?) -> MissionCommand {
      .retry(
        MissionRetried(
          newMissionID: MissionID(stored: "m2"), vpID: MissionBench.vp, guidance: guidance,
          freshWorkspace: false))
    }
    var bench = try MissionBench()
    try bench.run(.claim("w1"))
    try bench.run(.failed(MissionBench.first))
    bench.policy.retryChainMax = 1
    #expect(bench.decided(wanted(nil)).text == "retry_budget_exhausted")
    bench.policy.retryChainMax = 3
    try bench.run(wanted("be careful"))
    #expect(bench.decided(wanted("be careful")) == .unchanged)
    #expect(bench.decided(wanted(nil)).text == "idempotency_conflict")
  }

  @Test func aDispatchOfTheSameRequestIsTheSameDispatch() throws {
    let bench = try MissionBench()
    let request = DispatchRequest(vpID: MissionBench.vp, objective: "survey the code")
    var other = request
    other.priority = 7
    other.runID = "run"
    let origin = MissionDispatched(missionID: MissionBench.id, request: request)
    #expect(bench.decided(.dispatch(origin, existing: request)) == .unchanged)
    let conflict = bench.decided(.dispatch(origin, existing: other))
    guard case .refuse(let error, _) = conflict else {
      Issue.record("the dispatch was not refused")
      return
    }
    #expect(error.code == .idempotencyConflict)
    #expect(error.details?.string.contains(#""differing_fields":["priority"]"#) == true)
  }

  private func reversible(_ bench: MissionBench) -> String? {
    guard case .refuse(let error, _) = bench.decided(.heartbeat(MissionBench.first)),
      let details = error.details
    else { return nil }
    return details.string.contains(#""reversible":true"#) ? "true" : "false"
  }
}
