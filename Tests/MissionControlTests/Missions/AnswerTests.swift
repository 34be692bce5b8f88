import CanonicalJSON
import MissionControl
import MissionModel
import MissionTesting
import Testing

@Suite struct AnswerTests {
  /// The mission as a question after the command shows it.
  private func shown(_ id: MissionID, _ bench: Bench) async throws -> MissionView {
    try await bench.fleet.get(id).mission
  }

  /// Whether an answer says what a later question does; how many are ahead is counted only where it
  /// is asked for.
  private func agrees(_ answer: MissionView, with later: MissionView) -> Bool {
    answer.state == later.state && answer.request == later.request
      && answer.waitingFor == later.waitingFor && answer.staleness == later.staleness
      && answer.effectiveStatus == later.effectiveStatus && answer.ahead == nil
  }

  @Test func aCommandAnswersTheMissionAsALaterQuestionShowsIt() async throws {
    let bench = try Bench(clock: TestClock())
    func dispatch() async throws -> MissionView {
      var request = DispatchRequest(vpID: .general, objective: "work")
      request.maxAttempts = 2
      request.constraints = .target
      request.metadata = JSONText(trusted: Array(#"{"a":1}"#.utf8))
      let view = try await bench.fleet.dispatch(request, .tester).mission
      let later = try await shown(view.id, bench)
      #expect(agrees(view, with: later))
      return later
    }
    #expect(try await dispatch().waitingFor == .noLiveWorker)
    let claimed = try #require(try await bench.claim())
    let id = claimed.id
    #expect(try await claimed == shown(id, bench))
    #expect(try await dispatch().waitingFor == .target)
    let escalated = try await bench.fleet.escalate(
      id, MissionEscalated(summary: "s", whyEscalating: "w"), .tester)
    #expect(try await escalated == shown(id, bench))
    let token = FencingToken(worker: .first, attempt: 1)
    let requeued = try await bench.report(
      .requeued(reason: "drain", FailureReport(error: "drain")), id, token)
    let later = try await shown(id, bench)
    #expect(requeued.state == later.state && requeued.request == nil)
    #expect(requeued.waitingFor == .turn && later.waitingFor == .turn)
    #expect(requeued.ahead == nil && later.ahead == 0)
    let third = try await dispatch()
    #expect(third.waitingFor == .turn && third.ahead == 2)
    let cancelled = try await bench.fleet.cancel(id, .tester).mission
    #expect(try await cancelled == shown(id, bench))
    let retried = try await bench.fleet.retry(id, RetryRequest(), .tester).mission
    #expect(try await agrees(retried, with: shown(retried.id, bench)))
  }

  @Test func aReplayedDispatchAnswersTheMissionAsItHasBecome() async throws {
    let bench = try Bench(clock: TestClock())
    let id = try await bench.dispatch(key: "k")
    _ = try await bench.claim()
    var request = DispatchRequest(vpID: .general, objective: "work")
    request.idempotencyKey = "k"
    let again = try await bench.fleet.dispatch(request, .tester)
    #expect(again.replayed && again.warnings.isEmpty)
    #expect(try await again.mission == shown(id, bench))
  }
}
