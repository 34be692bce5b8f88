import MissionReplay
import Platform
import Testing

@testable import MissionCLI

@Suite struct TableTests {
  private func table(_ objective: String) -> Table {
    var table = Table([
      Column("MISSION"), Column("STATUS"), Column("NOTE", isOptional: true),
      Column("AGE", isNumber: true), Column("OBJECTIVE", least: 10),
    ])
    table.add(["deadbeef", "running", "", "3m", Cell(objective)])
    table.add(["0badcafe", "done", "", "12h", "short"])
    return table
  }

  @Test func aSessionNamesAMissionWholeAndCountsTheOthers() throws {
    let json = #"""
      {"worker_id":"w-a-long-name-of-a-worker-1","vp_id":"vp.general.primary","host":"a-host-name",
      "status":"active","effective_status":"active","last_heartbeat_at":"2026-01-02T03:04:05.000000Z",
      "missions_completed":0,"missions_failed":0,"mission_ids":
      ["vp-mission-11111111111111111111111122222222","vp-mission-11111111111111111111111133333333"]}
      """#
    let time = TimeText(now: Instant(microseconds: 1_800_000_000_000_000), face: .utc)
    let session = try JSONObject(json.utf8.filter { $0 != 0x0A })
    let lines = try SessionTable.table([session], time).lines(on: Screen())
    #expect(lines.last?.hasSuffix("22222222 +1") == true, "\(lines)")
  }

  @Test func columnsAreAlignedAndAnEmptyOptionalOneIsLeftOut() {
    #expect(
      table("Survey the repository").lines(on: Screen()) == [
        "MISSION   STATUS   AGE  OBJECTIVE",
        "deadbeef  running   3m  Survey the repository",
        "0badcafe  done     12h  short",
      ])
  }

  @Test func aTableTooWideIsCutInTheColumnThatMayBeCut() {
    let lines = table("Survey the repository and write down all that is found").lines(
      on: Screen(width: 40))
    #expect(lines[1] == "deadbeef  running   3m  Survey the repo…")
    #expect(lines.allSatisfy { $0.count <= 40 })
  }

  @Test func wideCharactersTakeTwoColumns() {
    let lines = table("調査する").lines(on: Screen(width: 31))
    #expect(lines[1] == "deadbeef  running   3m  調査する")
  }

  @Test func aLineBreakInACellCannotBreakTheTable() {
    #expect(table("one\ntwo\u{1B}[31m").lines(on: Screen())[1].hasSuffix("one two\u{FFFD}[31m"))
  }

  @Test func aVPOfWhichEverythingIsKnownFitsTheScreen() throws {
    let json = #"""
      {"vp_id":"vp.general.primary","lane":"coder","live_workers":0,"queued":1000,"running":12,
      "blocked":3,"p50_run_seconds":47.6,"p95_run_seconds":1439.4,"oldest_waiting_seconds":356400,
      "paused":false}
      """#
    let vp = try JSONObject(json.utf8.filter { $0 != 0x0A })
    let lines = try VPTable.table([vp]).lines(on: Screen())
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines)")
    #expect(lines.last?.contains(#/ 48s +23m +4d +no worker/#) == true, "\(lines)")
  }

  @Test func noRowsAreNoLines() {
    #expect(Table([Column("A")]).lines(on: Screen()).isEmpty)
  }
}
