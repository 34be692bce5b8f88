import MissionControl
import MissionModel
import MissionTesting
import Testing

/// Many at once, over several fleets that share nothing but the files: exactly one wins.
@Suite struct RaceTests {
  private static let racers = 64

  /// Runs a body for every racer at once, over four fleets; a refusal is nil.
  private func race<Value: Sendable>(
    _ bench: Bench, _ body: @escaping @Sendable (Fleet, Int) async throws -> Value?
  ) async -> [Value] {
    let fleets = (0..<4).map { _ in bench.home.fleet("busy_timeout: 60\n") }
    return await withTaskGroup(of: Value?.self) { group in
      for racer in 0..<Self.racers {
        group.addTask { try? await body(fleets[racer % fleets.count], racer) }
      }
      return await group.reduce(into: []) { values, value in
        if let value { values.append(value) }
      }
    }
  }

  @Test func sixtyFourClaimsOfOneMissionHaveOneWinner() async throws {
    let bench = try Bench()
    let id = try await bench.dispatch()
    let winners = await race(bench) { fleet, racer in
      try await fleet.claim(
        ClaimRequest(vp: .general, worker: .named("w\(racer)")), .worker("w\(racer)"))
    }
    #expect(winners.map(\.id) == [id])
    #expect(try await bench.story(id) == ["dispatched", "claimed"])
  }

  @Test func sixtyFourClaimsOfOneTargetPathInTwoLanesHaveOneWinner() async throws {
    let bench = try Bench()
    for vp in [VPID.general, .coder] {
      try await bench.dispatch(to: vp) { $0.constraints = .target }
    }
    let winners = await race(bench) { fleet, racer in
      try await fleet.claim(
        ClaimRequest(vp: racer % 2 == 0 ? .general : .coder, worker: .named("w\(racer)")),
        .worker("w\(racer)"))
    }
    #expect(winners.count == 1)
  }

  @Test func sixtyFourDispatchesWithOneKeyMakeOneMission() async throws {
    let bench = try Bench()
    let answers = await race(bench) { fleet, _ -> DispatchResult? in
      var request = DispatchRequest(vpID: .general, objective: "x")
      request.idempotencyKey = "k"
      return try await fleet.dispatch(request, .tester)
    }
    #expect(answers.count == Self.racers)
    #expect(Set(answers.map(\.mission.id)).count == 1)
    #expect(answers.count { !$0.replayed } == 1)
    #expect(try await bench.heads()["vp"] == 1)
  }

  @Test func sixtyFourDifferentFinishesHaveOneWinner() async throws {
    let bench = try Bench()
    let (id, token) = try await bench.running()
    let winners = await race(bench) { fleet, racer in
      try await fleet.report(
        .completed(MissionOutcome(message: "by \(racer)")), on: id, as: token, .worker("w1"))
    }
    #expect(winners.count == 1)
    let story = try await bench.story(id)
    #expect(story.count { $0 == "completed" } == 1)
    #expect(story.count { $0 == "late_report" } <= 1)
  }
}
