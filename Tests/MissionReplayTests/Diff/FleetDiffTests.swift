import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionReplay

@Suite struct FleetDiffTests {
  @Test func aMomentAfterTheLaterOneIsRefusedWhereNothingCameBetween() async throws {
    let clock = TestClock()
    let fleet = try TemporaryHome(clock: clock).fleet()
    _ = try await fleet.dispatch(DispatchRequest(vpID: .general, objective: "x"), .tester)
    let early = try await fleet.asOf(.time(clock.now.advanced(bySeconds: 1)))
    let late = try await fleet.asOf(.time(clock.now.advanced(bySeconds: 2)))
    await #expect(throws: MissionError.self) { _ = try await FleetDiff(from: late, to: early) }
    _ = try await FleetDiff(from: early, to: late)
    // A clock ran ahead when the last event was recorded.
    clock.now = clock.now.advanced(bySeconds: -60)
    let last = try await fleet.asOf(try Moment("vp:1", known: fleet.ledgerNames))
    _ = try await FleetDiff(from: last, to: fleet)
  }

  @Test func aLedgerThatIsDamagedIsLeftOutAndWhatIsNewElsewhereIsShown() async throws {
    let home = try TemporaryHome()
    let first = home.fleet()
    func dispatch(_ vp: VPID) async throws -> MissionID {
      let request = DispatchRequest(vpID: vp, objective: "do it")
      return try await first.dispatch(request, .tester).mission.state.facts.missionID
    }
    let old = try await dispatch(.general)
    _ = try await dispatch(.coder)
    _ = try await first.cancel(old, reason: "no more", .tester)
    let new = try await dispatch(.general)
    first.close()
    try home.damage("coder_vp_state.db")

    let fleet = home.fleet()
    let before = try await fleet.asOf(try Moment("vp:1", known: fleet.ledgerNames))
    let diff = try await FleetDiff(from: before, to: fleet)
    #expect(diff.missions.map(\.id) == [old.rawValue, new.rawValue])
    #expect(diff.missions.map(\.isNew) == [false, true])
    #expect(diff.warnings.map(\.error?.code) == [.ledgerCorrupt])
  }
}
