import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

/// Whose time a deadline is: the wall clock's, also where an excursion of a clock has left the
/// log's own ahead of it.
@Suite struct DeadlineTests {
  private static let day = 86_400.0

  /// A bench whose lane had one event while the clock was a day ahead, and a worker that has looked
  /// for work since.
  private func ahead(_ yaml: String? = nil) async throws -> ReconcileBench {
    let bench = try ReconcileBench(yaml)
    let truth = bench.clock.now
    bench.clock.now = truth.advanced(bySeconds: Self.day)
    _ = try await bench.fleet.cancel(bench.dispatch("by a clock that runs ahead"), .tester)
    bench.clock.now = truth
    let claim = ClaimRequest(vp: .general, worker: .first, process: bench.process(77))
    #expect(try await bench.fleet.claim(claim, .worker("w1")) == nil)
    return bench
  }

  private func request(_ bench: ReconcileBench, within seconds: Double) -> DispatchRequest {
    var request = DispatchRequest(vpID: .general, objective: "soon")
    request.deadline = bench.clock.now.advanced(bySeconds: seconds)
    return request
  }

  @Test func whatIsDueLaterCanBeClaimedWhateverTheLogsTime() async throws {
    let bench = try await ahead()
    let dispatched = try await bench.fleet.dispatch(request(bench, within: 60), .tester)
    #expect(dispatched.warnings.isEmpty)
    #expect(dispatched.mission.waitingFor == .turn && !dispatched.mission.isPastDeadline)
    var reconciler = bench.reconciler()
    #expect(reconciler.step().isEmpty)
    let claim = ClaimRequest(vp: .general, worker: .first, process: bench.process(77))
    #expect(try await bench.fleet.claim(claim, .worker("w1"))?.id == dispatched.mission.id)
  }

  @Test func oneThatIsNamedCanBeClaimedLikewise() async throws {
    let bench = try await ahead()
    let dispatched = try await bench.fleet.dispatch(request(bench, within: 60), .tester)
    var claim = ClaimRequest(vp: .general, worker: .first, process: bench.process(77))
    claim.mission = dispatched.mission.id
    #expect(try await bench.fleet.claim(claim, .worker("w1"))?.id == dispatched.mission.id)
  }

  @Test func whatIsDueByNowEndsAndIsGivenToNobody() async throws {
    let bench = try await ahead()
    let id = try await bench.fleet.dispatch(request(bench, within: 60), .tester).mission.id
    bench.clock.advance(seconds: 60)
    var claim = ClaimRequest(vp: .general, worker: .first, process: bench.process(77))
    #expect(try await bench.fleet.claim(claim, .worker("w1")) == nil)
    claim.mission = id
    #expect(try await bench.fleet.claim(claim, .worker("w1")) == nil)
    var reconciler = bench.reconciler()
    #expect(reconciler.step().ended == [id])
    #expect(try await bench.mission(id).failureMode == .deadlineExceeded)
    #expect(reconciler.step().isEmpty)
  }

  @Test func theAnswerOfACommandCountsWhoIsAheadAsAQuestionDoes() async throws {
    let bench = try await ahead()
    _ = try await bench.fleet.dispatch(request(bench, within: 60), .tester)
    let last = try await bench.dispatch("last")
    let answer = try await bench.fleet.annotate(last, MissionAnnotated(note: "n"), .tester)
    var whole = GetRequest()
    whole.events = 0
    let asked = try await bench.fleet.get(last, whole).mission
    #expect(asked.ahead == 1)
    #expect(answer.ahead == asked.ahead && answer.waitingFor == asked.waitingFor)
  }

  @Test func whatMayBeTriedAgainBeforeItsDeadlineGoesBackIntoTheQueue() async throws {
    let bench = try await ahead("reconcile_policy: requeue\n")
    let (id, _) = try await bench.running { mission in
      mission.maxAttempts = 2
      mission.deadline = bench.clock.now.advanced(bySeconds: 60)
    }
    bench.kill(77)
    var reconciler = bench.reconciler()
    #expect(reconciler.step().ended == [id])
    #expect(try await bench.mission(id).status == .queued)
  }

  @Test func aDeadlineThatLiesAheadAgainWhenItsVerdictIsAppendedEndsNothing() async throws {
    let bench = try ReconcileBench()
    let truth = bench.clock.now
    var request = DispatchRequest(vpID: .general, objective: "soon")
    request.deadline = truth.advanced(bySeconds: 60)
    let id = try await bench.fleet.dispatch(request, .tester).mission.id
    var reconciler = bench.reconciler()
    bench.clock.now = truth.advanced(bySeconds: 31_536_000)
    var report = reconciler.look()
    #expect(report.ended == [id])
    bench.clock.now = truth
    reconciler.carryOut(&report)
    #expect(report.ended.isEmpty)
    #expect(try await bench.story(id) == ["dispatched"])
  }
}
