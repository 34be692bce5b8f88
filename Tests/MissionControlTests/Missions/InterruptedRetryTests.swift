import EventLog
import EventProjections
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

/// Retries to another ledger of which a crash has left only the first event.
@Suite struct InterruptedRetryTests {
  private let bench: Bench
  private let failed: MissionID
  private let named: MissionID

  init() async throws {
    bench = try Bench()
    failed = try await bench.failed()
    named = MissionID.generated(now: bench.fleet.now, random: [1, 2, 3])
    // All that is left of a process that was killed between the two ledgers.
    let event = MissionEvent.retried(
      MissionRetried(newMissionID: named, vpID: .coder, guidance: "g", freshWorkspace: false))
    let stream = failed.stream
    try await bench.fleet.writableLog(named: "vp").write { transaction in
      _ = try transaction.append(
        NewEvent(type: event.type, payload: event.payload, actor: "orchestrator:tester"),
        to: stream)
    }
  }

  private func request(_ guidance: String?, vp: VPID?) -> RetryRequest {
    var request = RetryRequest()
    request.guidance = guidance
    request.vp = vp
    return request
  }

  private func retry(_ guidance: String? = nil, vp: VPID? = nil) async throws -> RetryResult {
    try await bench.fleet.retry(failed, request(guidance, vp: vp), .tester)
  }

  private func rehearsed(
    _ guidance: String? = nil, vp: VPID? = nil
  ) async throws -> CommandRehearsal {
    try await bench.fleet.rehearse(
      .retry, on: failed, retry: request(guidance, vp: vp), .tester)
  }

  private func next() async throws -> [String]? {
    NextCommand(try await bench.fleet.get(failed).mission)?.words
  }

  @Test func theSameRetryCompletesIt() async throws {
    let result = try await retry("g", vp: .coder)
    #expect(result.mission.id == named && !result.replayed)
    #expect(try await bench.story(failed).filter { $0 == "retried" }.count == 1)
    #expect(try await retry("g", vp: .coder).replayed)
  }

  @Test func aRetryThatAsksForNothingCompletesItAsItWasAskedFor() async throws {
    let result = try await retry()
    #expect(result.mission.id == named && !result.replayed && result.mission.lane == "coder")
    #expect(result.mission.request?.objective.contains("\ng\n") == true)
    #expect(try await bench.story(failed).filter { $0 == "retried" }.count == 1)
    #expect(try await retry("g", vp: .coder).replayed)
    // From then on it is another retry than the one that was made.
    for guidance in [nil, "other"] {
      #expect(await refusal { _ = try await retry(guidance) } == .idempotencyConflict)
    }
    #expect(try await next() == ["get", named.rawValue])
  }

  @Test func anotherRetryIsToldHowItIsCompleted() async throws {
    let heads = try await bench.heads()
    let error = await #expect(throws: MissionError.self) {
      _ = try await retry("other", vp: .coder)
    }
    #expect(error?.code == .idempotencyConflict)
    #expect(error?.message.contains("interrupted: retry \(failed) without") == true)
    #expect(try await bench.heads() == heads)
  }

  @Test func aRehearsalTellsWhatWouldStillBeMade() async throws {
    for guidance in [nil, "other"] {
      let rehearsal = try await rehearsed(guidance)
      #expect(!rehearsal.already)
      #expect(rehearsal.refusal?.code == guidance.map { _ in .idempotencyConflict })
    }
    _ = try await retry()
    for guidance in [nil, "other"] {
      #expect(try await rehearsed(guidance).refusal?.code == .idempotencyConflict)
    }
    #expect(try await rehearsed("g", vp: .coder).already)
  }

  @Test func whoeverLooksAtEitherMissionIsToldHowItIsCompleted() async throws {
    #expect(try await next() == ["retry", failed.rawValue])
    let waited = try await bench.fleet.wait(WaitRequest(missions: [failed]))
    #expect(waited.done.map(\.isRetryInterrupted) == [true])
    let status = try await bench.fleet.status()
    #expect(status.attention.map(\.nextCommand) == [["retry", failed.rawValue]])
    for look in [
      { _ = try await bench.fleet.get(named) },
      { _ = try await bench.fleet.mission(matching: named.rawValue) },
    ] as [() async throws -> Void] {
      let error = await #expect(throws: MissionError.self) { try await look() }
      #expect(error?.code == .notFound)
      #expect(error?.message.contains("the retry of \(failed) was interrupted") == true)
    }
  }

  @Test func whoRemarksOnTheOriginalIsToldOfIt() async throws {
    let fleet = bench.fleet
    for mission in [
      try await fleet.acknowledge(failed, .tester),
      try await fleet.annotate(failed, MissionAnnotated(note: "n"), .tester),
      try await fleet.escalate(failed, MissionEscalated(summary: "s", whyEscalating: "w"), .tester),
    ] {
      #expect(mission.nextStep == .completeRetry(named))
    }
  }

  @Test func nothingIsSaidOfItAsLongAsALedgerCanNotBeAsked() async throws {
    let sick = bench.home.fleet("lanes: {coder: {ledger: sick.db}}")
    try FileSystem.writeAtomically(
      Array(repeating: 0x41, count: 8_192), to: bench.home.home.path + "/sick.db")
    let mission = try await sick.get(failed).mission
    #expect(NextCommand(mission)?.words == ["get", named.rawValue])
  }
}
