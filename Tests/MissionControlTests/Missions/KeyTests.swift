import MissionControl
import MissionModel
import MissionTesting
import Testing

/// Keys of a VP that once had another lane: `vp` first, then `extra`.
@Suite struct KeyTests {
  private static let movedYAML = """
    lanes: {extra: {ledger: extra.db}}
    vps: {vp.general.primary: {lane: extra}}
    """

  private func request(_ objective: String = "work", key: String = "k") -> DispatchRequest {
    var request = DispatchRequest(vpID: .general, objective: objective)
    request.idempotencyKey = key
    return request
  }

  @Test func aKeyFindsItsMissionThoughItsVPHasAnotherLaneByNow() async throws {
    let bench = try Bench()
    let id = try await bench.dispatch(key: "k")
    let moved = bench.home.fleet(Self.movedYAML)
    _ = try await moved.dispatch(request(key: "other"), .tester)
    let heads = try await moved.heads()
    let again = try await moved.dispatch(request(), .tester)
    #expect(again.replayed && again.mission.id == id && again.mission.lane == "vp")
    let code = await refusal { _ = try await moved.dispatch(request("else"), .tester) }
    #expect(code == .idempotencyConflict)
    #expect(try await moved.heads() == heads)
  }

  @Test func aKeyThatCameWithAnImportIsFoundWhereItsRowsAreOlder() async throws {
    let bench = try Bench()
    let id = try await bench.imported(.completed, key: "k")
    bench.fleet.close()
    let outdated = try OtherProgram.run(
      "/usr/bin/sqlite3",
      [
        "-bail", "-cmd", ".dbconfig defensive off", bench.home.home.path + "/vp_state.db",
        "UPDATE projections SET version = 0",
      ])
    #expect(outdated.code == 0, "\(outdated.err)")
    let again = try await bench.home.fleet(Self.movedYAML).dispatch(request(), .tester)
    #expect(again.replayed && again.mission.id == id && again.mission.lane == "vp")
  }

  @Test func aNewKeyGoesIntoTheLaneThatItsVPHasByNow() async throws {
    let bench = try Bench()
    try await bench.dispatch(key: "k")
    let moved = bench.home.fleet(Self.movedYAML)
    let result = try await moved.dispatch(request(key: "other"), .tester)
    #expect(!result.replayed && result.mission.lane == "extra")
  }

  @Test func aToolUseFindsItsMissionThoughItsVPHasAnotherLaneByNow() async throws {
    let bench = try Bench()
    var call = CallContext.tester
    call.toolUseID = "use"
    let wish = DispatchRequest(vpID: .general, objective: "work")
    let first = try await bench.fleet.dispatch(wish, call)
    let again = try await bench.home.fleet(Self.movedYAML).dispatch(wish, call)
    #expect(again.replayed && again.mission.id == first.mission.id)
  }

  @Test func aMissionThatAnotherConfigurationPutElsewhereMeanwhileIsFound() async throws {
    let clock = TestClock()
    let bench = try Bench(clock: clock)
    let moved = bench.home.fleet("vps: {vp.general.primary: {lane: coder}}")
    _ = try await moved.dispatch(request(key: "first"), .tester)
    let id = try await bench.dispatch(key: "k")
    clock.advance(seconds: 2)
    let again = try await moved.dispatch(request(), .tester)
    #expect(again.replayed && again.mission.id == id)
  }

  @Test func aLedgerThatCanNotBeReadStopsNoKeyOfAnotherLane() async throws {
    let bench = try Bench()
    try await bench.dispatch(key: "k")
    bench.fleet.close()
    try bench.home.damage("vp_state.db")
    let moved = bench.home.fleet(Self.movedYAML)
    let result = try await moved.dispatch(request(key: "other"), .tester)
    #expect(!result.replayed && result.mission.lane == "extra")
  }
}
