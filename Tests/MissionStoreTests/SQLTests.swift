import EventProjections
import MissionStore
import Testing

@Suite struct SQLTests {
  @Test func viewsShowTheRowsAndEventsOfEveryLedger() async throws {
    let (left, right) = (try Garden(name: "vp"), try Garden(name: "coder"))
    try await left.mission("m1", objective: "dig")
    try await right.mission("m2", objective: "it's code")
    let session = SQLSession(over: [left.ledger, right.ledger])
    let missions = try session.run(
      "SELECT ledger, mission_id, objective, dispatched_at, not_before FROM missions ORDER BY 2")
    #expect(
      missions.columns == ["ledger", "mission_id", "objective", "dispatched_at", "not_before"])
    let time = SQLAnswer.Value.text("2026-01-01T00:00:01.000000Z")
    #expect(
      missions.rows == [
        [.text("vp"), .text("m1"), .text("dig"), time, .null],
        [.text("coder"), .text("m2"), .text("it's code"), time, .null],
      ])
    let events = try session.run(
      """
      SELECT event_id, stream, type, json_extract(payload, '$.objective') FROM events
      WHERE ledger = 'coder'
      """)
    #expect(
      events.rows == [
        [.text("coder:1"), .text("mission/m2"), .text("vp.mission.dispatched"), .text("it's code")]
      ])
    for view in SQLView.all {
      let answer = try session.run("SELECT * FROM \(view.name)")
      #expect(answer.columns == view.columns)
    }
  }

  @Test func viewsSayWhatTheObjectsOfVPsSessionsAndMissionsSay() async throws {
    let garden = try Garden(name: "vp")
    try await garden.mission("m1")
    let session = SQLSession(over: [garden.ledger])
    let missions = try session.run(
      "SELECT lane, terminal, queue_seconds, duration_seconds FROM missions")
    #expect(missions.rows == [[.text("vp"), .integer(0), .null, .null]])
    for (view, names) in [
      ("vps", ["vp_id", "lane", "paused", "queued", "running", "blocked"]),
      ("sessions", ["session_id", "lane", "status", "mission_ids", "missions_failed"]),
    ] {
      let columns = try #require(SQLView.all.first { $0.name == view }).columns
      #expect(names.allSatisfy(columns.contains))
    }
  }

  @Test func rowsBeyondTheLimitAreLeftOutAndSaidToBe() async throws {
    let garden = try Garden()
    for id in ["m1", "m2", "m3"] { try await garden.mission(id) }
    let session = SQLSession(over: [garden.ledger])
    let answer = try session.run("SELECT mission_id FROM missions", limit: 2)
    #expect(answer.rows.count == 2)
    #expect(answer.isTruncated)
    #expect(try !session.run("SELECT 1", limit: 1).isTruncated)
  }

  @Test(arguments: [
    "DELETE FROM ledger0.missions", "INSERT INTO ledger0.names VALUES (99, 'x')",
    "CREATE TABLE t(a)", "CREATE TEMP TABLE t(a)", "DROP VIEW missions",
    "ATTACH ':memory:' AS more", "SELECT 1; SELECT 2", "SELECT * FROM nowhere",
  ])
  func nothingIsChangedAndNothingElseIsReached(text: String) async throws {
    let garden = try Garden()
    try await garden.mission("m1")
    #expect(throws: (any Error).self) { try SQLSession(over: [garden.ledger]).run(text) }
    #expect(try await garden.ledger.check().allSatisfy(\.isSound))
  }
}
