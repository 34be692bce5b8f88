import MissionControl
import MissionModel
import MissionTesting
import Testing

@testable import MissionHTTP

@Suite struct ServedSilenceTests {
  /// What a reconciliation on command has seen of the one mission's worker.
  private func silence(_ fleet: Fleet) async throws -> Silence? {
    let report = try await fleet.reconcile(by: "token:admin", acting: false)
    return report.lanes.flatMap(\.verdicts.kept).first?.silence
  }

  @Test func aServerCountsTheSilenceOfThoseWhoReportThroughItSinceItServes() async throws {
    let clock = TestClock()
    let home = try TemporaryHome(clock: clock)
    let fleet = home.fleet("reconcile_enabled: false")
    _ = try await fleet.dispatch(DispatchRequest(vpID: .general, objective: "x"), .tester)
    let call = CallContext(actor: Caller(name: "worker", scopes: [.work]).actor)
    _ = try await fleet.claim(ClaimRequest(vp: .general, worker: .first), call)
    clock.advance(seconds: 1_000)
    #expect(try await silence(fleet) == Silence(seconds: 0, measure: .observed))

    let (ends, end) = AsyncStream.makeStream(of: Void.self)
    let serving = Serving(ServeRequest(fleet, port: 0, ends: { for await _ in ends {} }))
    let server = Task { try await serving.run() }
    var seen: Silence?
    let isMeasured = try await eventually {
      seen = try await silence(fleet)
      return seen?.measure == .monotonic
    }
    #expect(isMeasured)
    #expect(seen == Silence(seconds: 0, measure: .monotonic))
    end.finish()
    try await server.value
  }
}
