import MissionControl
import MissionTesting
import Platform
import Testing

@Suite(.timeLimit(.minutes(2))) struct LockedLedgerTests {
  @Test func aLedgerThatALockKeepsEveryWriteOutOfIsNamedByTheWatchdogsRoutes() async throws {
    let clock = TestClock()
    let bench = try await ServerBench.start(
      "busy_timeout: 0.1\n", on: TemporaryHome(clock: clock))
    func isNamed() async throws -> [Bool] {
      [
        try await bench.ask("GET", "/readyz").body.contains(#""error":"vp_db_locked""#),
        try await bench.ask("GET", "/api/v1/status").body.contains("vp_db_locked"),
        try await bench.ask("GET", "/metrics").body
          .contains(#"missionlog_ledger_up{ledger="vp"} 0"#),
      ]
    }
    func dispatched() async throws -> String? {
      try await bench.ask(
        "POST", "/api/v1/missions", ["Content-Type: application/json"],
        body: #"{"vp_id":"vp.general.primary","objective":"survey"}"#
      ).code
    }
    let holder = try SideLock(path: bench.home.home.path + "/vp_state.db.lock")
    try await Task.detached { try holder.acquire() }.value
    #expect(try await dispatched() == "vp_db_locked")
    #expect(try await isNamed() == [false, false, false])
    clock.advance(seconds: 31)
    #expect(try await dispatched() == "vp_db_locked")
    #expect(try await isNamed() == [true, true, true])
    holder.release()
    #expect(try await dispatched() == nil)
    #expect(try await isNamed() == [false, false, false])
  }
}
