import Testing

@testable import MissionCLI

/// A lane whose rows can't be read: no glance at the home says that all is quiet, and `doctor` says
/// why.
@Suite struct UnreadableLaneTests {
  private let home = CommandLineHome()

  private static let overlong = "hex(zeroblob(10000000))"

  @Test(arguments: [
    "UPDATE missions SET packed = x'ff'", "UPDATE missions SET status = 'weird'",
    "UPDATE sessions SET phase = 'weird'",
    "UPDATE sessions SET host = \(UnreadableLaneTests.overlong)",
    "DROP TABLE missions", "DROP TABLE sessions", "DROP TABLE vps", "DROP TABLE parked_events",
  ])
  func aGlanceSaysThatALaneCanNotBeRead(sql: String) async throws {
    let mission = ["--vp", "vp.general.primary", "--objective", "x", "--", "echo", "done"]
    #expect(await home.run(["run"] + mission).code == 0)
    let quiet = await home.run("status", "--json")
    #expect(quiet.code == 0 && quiet.out.contains(#""quiet":true"#), "\(quiet.out)")
    try home.sqlite3(sql)
    let run = await home.run("status", "--json")
    #expect(run.code == 1, "\(run.out)")
    let status = try JSONObject(Array(run.out.utf8))
    #expect(!status.flag("quiet"))
    let sick = try status.objects("ledgers").filter { $0["error"] != nil }
    #expect(try sick.map { try $0.text("ledger") } == ["vp"])
    #expect(try sick[0].object("error").text("code") == "ledger_corrupt")
    let warnings = try status.objects("warnings")
    #expect(try warnings.count { try $0.text("code") == "ledger_unavailable" } <= 1)
    let page = await home.run("status")
    #expect(page.code == 1 && page.out.hasPrefix("a ledger needs attention\n"), "\(page.out)")
    let doctor = await home.run("doctor")
    #expect(doctor.code == 1 && doctor.out.contains("BAD"), "\(doctor.out)")
  }

  @Test func oneRowAmongManyThatCanNotBeReadIsFoundByTheDoctor() async throws {
    for number in 1...30 { _ = try await home.dispatch("m\(number)") }
    try home.sqlite3("UPDATE missions SET packed = x'ff' WHERE id = 3")
    let doctor = await home.run("doctor")
    #expect(doctor.code == 1 && doctor.out.contains("of a row in missions"), "\(doctor.out)")
  }

  @Test(arguments: [
    ("UPDATE subtrees SET hash = zeroblob(32)", "its root can't be computed"),
    (
      "UPDATE projections SET position = 5 WHERE name = 'missions'",
      ": missions at 5"
    ),
  ])
  func theDoctorAsksForWhatOthersRefuse(sql: String, says: String) async throws {
    let id = try await home.dispatch("a")
    for number in 1...256 { _ = await home.run("annotate", id, "--note", "\(number)") }
    #expect(await home.run("doctor").code == 0)
    try home.sqlite3("DROP TRIGGER subtrees_no_update; \(sql)")
    let doctor = await home.run("doctor", "--json")
    #expect(doctor.code == 1 && doctor.out.contains(says), "\(doctor.out)")
  }

  @Test func anAuditThatLeavesOutASourceIsNotSound() async throws {
    _ = try await home.dispatch("a")
    #expect(await home.run("bridge", "audit", "--json").out.contains(#""sound":true"#))
    try home.spoil("vp_state.db")
    let run = await home.run("bridge", "audit", "--json")
    #expect(run.code == 1 && run.out.contains(#""sound":false"#), "\(run.out)")
  }
}
