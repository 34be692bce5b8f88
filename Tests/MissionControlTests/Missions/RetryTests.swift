import CanonicalJSON
import EventLog
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@Suite struct RetryTests {
  private func retry(_ guidance: String? = nil, vp: VPID? = nil) -> RetryRequest {
    var request = RetryRequest()
    request.guidance = guidance
    request.vp = vp
    return request
  }

  @Test func aRetryCarriesTheRequestTheGuidanceAndTheChain() async throws {
    let bench = try Bench()
    let id = try await bench.failed()
    let call = CallContext(actor: "orchestrator:s2", sourceSessionID: "s2")
    let result = try await bench.fleet.retry(id, retry("be careful"), call)
    let mission = result.mission
    #expect(mission.state.status == .queued && !result.replayed)
    #expect(mission.state.facts.retryOf == id && mission.state.facts.chainID == id)
    #expect(mission.state.facts.chainLength == 2)
    #expect(mission.state.facts.sourceSessionID == "s2")
    let objective = try #require(mission.request?.objective)
    #expect(objective.hasPrefix("work\n\n---") && objective.contains("be careful"))
    #expect(try await bench.fleet.get(id).mission.state.retried?.newMissionID == mission.id)
  }

  @Test func aRetryIntoALedgerThatCanNotTakeItLeavesNoTrace() async throws {
    let bench = try Bench()
    let id = try await bench.failed()
    try await bench.dispatch(to: .coder)
    let heads = try await bench.heads()
    let sick = bench.home.fleet("lanes: {coder: {ledger: sick.db}}")
    try FileSystem.writeAtomically(
      Array(repeating: 0x41, count: 8_192), to: bench.home.home.path + "/sick.db")
    let code = await refusal { _ = try await sick.retry(id, retry(vp: .coder), .tester) }
    #expect(code == .notALedger)
    #expect(try await bench.heads() == heads)
    #expect(try await bench.fleet.retry(id, retry(), .tester).mission.state.status == .queued)
  }

  @Test func aRetryThatIsTooLargeForOneEventLeavesNoTraceInEitherLedger() async throws {
    let bench = try Bench()
    let large = JSONText.object {
      $0.field("a", String(repeating: "x", count: NewEvent.maximumPayload - 8_192))
    }
    let id = try await bench.dispatch { $0.metadata = large }
    let token = FencingToken(
      worker: .first, attempt: try #require(try await bench.claim()).state.attempt)
    try await bench.report(.failed(FailureReport(error: "no")), id, token)
    let heads = try await bench.heads()
    let guidance = String(repeating: "g", count: 60_000)
    for vp in [VPID.coder, .general] {
      let code = await refusal {
        _ = try await bench.fleet.retry(id, retry(guidance, vp: vp), .tester)
      }
      #expect(code == .payloadTooLarge)
      #expect(try await bench.heads() == heads)
    }
    let made = try await bench.fleet.retry(id, retry("be brief", vp: .coder), .tester)
    #expect(made.mission.lane == "coder" && !made.replayed)
  }

  @Test(arguments: [0, 500])
  func guidanceThatMakesTheObjectiveTooLongIsToldHowMuchWouldNot(spare: Int) async throws {
    let bench = try Bench()
    let most = DispatchRequest.Bounds.objective.upperBound
    let id = try await bench.dispatch(String(repeating: "o", count: most - spare))
    _ = try await bench.fleet.cancel(id, .tester)
    let heads = try await bench.heads()
    let long = retry(String(repeating: "g", count: 1_000))
    let error = await #expect(throws: MissionError.self) {
      _ = try await bench.fleet.retry(id, long, .tester)
    }
    #expect(error?.code == .validationError && error?.details?.string == #"{"field":"guidance"}"#)
    #expect(try await bench.heads() == heads)
    let told = try #require(error?.message.firstMatch(of: /has 1000 bytes.*room for (\d+)$/))
    let room = try #require(Int(told.output.1))
    guard spare > 0 else {
      #expect(room == 0)
      return
    }
    let fitting = retry(String(repeating: "g", count: room))
    let made = try await bench.fleet.retry(id, fitting, .tester).mission
    #expect(made.request?.objective.utf8.count == most)
  }

  @Test(arguments: [MissionStatus.completed, .failed])
  func aRetryOfWhatWasImportedWithoutAnObjectiveAsksForGuidance(status: MissionStatus) async throws
  {
    let bench = try Bench()
    let id = try await bench.imported(status, objective: "")
    let heads = try await bench.heads()
    let code = await refusal { _ = try await bench.fleet.retry(id, retry(), .tester) }
    #expect(code == (status == .failed ? .validationError : .invalidTransition))
    #expect(try await bench.heads() == heads)
    guard status == .failed else { return }
    let made = try await bench.fleet.retry(id, retry("look at the code"), .tester).mission
    #expect(made.request?.objective.contains("look at the code") == true)
  }

  @Test func theSameRetryIsTheSameAndAnotherIsAConflict() async throws {
    let bench = try Bench()
    let id = try await bench.failed()
    let first = try await bench.fleet.retry(id, retry("g"), .tester)
    let heads = try await bench.heads()
    let second = try await bench.fleet.retry(id, retry("g"), .tester)
    #expect(second.replayed && second.mission.id == first.mission.id)
    for other in [retry("other"), retry()] {
      #expect(
        await refusal { _ = try await bench.fleet.retry(id, other, .tester) }
          == .idempotencyConflict)
      let rehearsal = try await bench.fleet.rehearse(.retry, on: id, retry: other, .tester)
      #expect(!rehearsal.already && rehearsal.refusal?.code == .idempotencyConflict)
    }
    #expect(try await bench.heads() == heads)
  }

  @Test func onlyWhatFailedOrWasCancelledIsRetried() async throws {
    let bench = try Bench()
    let id = try await bench.dispatch()
    let heads = try await bench.heads()
    #expect(
      await refusal { _ = try await bench.fleet.retry(id, retry(), .tester) } == .invalidTransition)
    #expect(try await bench.heads() == heads)
    _ = try await bench.fleet.cancel(id, .tester)
    #expect(try await bench.fleet.retry(id, retry(), .tester).mission.state.status == .queued)
  }

  @Test func aChainEndsAtItsLimit() async throws {
    let bench = try Bench()
    var id = try await bench.failed()
    for length in 2...3 {
      let next = try await bench.fleet.retry(id, retry(), .tester).mission
      #expect(next.state.facts.chainLength == length)
      id = next.id
      _ = try await bench.fleet.cancel(id, .tester)
    }
    let last = id
    #expect(
      await refusal { _ = try await bench.fleet.retry(last, retry(), .tester) }
        == .retryBudgetExhausted)
  }

  @Test func aRetryCanGoToAnotherLane() async throws {
    let bench = try Bench()
    let id = try await bench.failed()
    let first = try await bench.fleet.retry(id, retry(vp: .coder), .tester)
    #expect(first.mission.lane == "coder" && first.mission.state.facts.chainLength == 2)
    #expect(try await bench.fleet.retry(id, retry(vp: .coder), .tester).replayed)
    #expect(try await bench.fleet.get(first.mission.id).mission.lane == "coder")
  }

  @Test func aRetryIsFoundAgainThoughItsVPHasAnotherLaneByNow() async throws {
    let bench = try Bench()
    let id = try await bench.failed()
    let first = try await bench.fleet.retry(id, retry("g"), .tester)
    let moved = bench.home.fleet("vps: {vp.general.primary: {lane: coder}}")
    let heads = try await bench.heads()
    let second = try await moved.retry(id, retry("g"), .tester)
    #expect(second.replayed && second.mission.lane == "vp")
    #expect(second.mission.id == first.mission.id)
    #expect(try await bench.heads() == heads)
  }

  @Test func aChainOverLanesCountsAllOfItsMissions() async throws {
    let bench = try Bench()
    var id = try await bench.failed()
    let first = id
    for vp in [VPID.coder, .general] {
      id = try await bench.fleet.retry(id, retry(vp: vp), .tester).mission.id
      _ = try await bench.fleet.cancel(id, .tester)
    }
    let last = id
    #expect(
      await refusal { _ = try await bench.fleet.retry(last, retry(vp: .coder), .tester) }
        == .retryBudgetExhausted)
    var request = ListRequest()
    request.filter.chainID = first
    #expect(
      try await bench.fleet.list(request).missions.map(\.state.facts.chainLength) == [3, 2, 1])
  }
}
