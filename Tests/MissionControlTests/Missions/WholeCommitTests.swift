import EventLogSQLite
import EventProjections
import MissionModel
import MissionTesting
import Testing

@testable import MissionControl

/// An event committed without its status, or a status without its event: neither may ever be.
@Suite struct WholeCommitTests {
  private let bench: Bench
  private let path: String

  init() throws {
    bench = try Bench()
    path = bench.home.home.path + "/vp_state.db"
  }

  /// Lets every later commit that holds an event fail at its very end.
  private func breakCommits() throws {
    try change(
      """
      CREATE TABLE nobody(id INTEGER PRIMARY KEY);
      CREATE TABLE debt(id INTEGER REFERENCES nobody(id) DEFERRABLE INITIALLY DEFERRED);
      CREATE TRIGGER debts AFTER INSERT ON events BEGIN INSERT INTO debt VALUES (1); END;
      """)
  }

  private func mendCommits() throws {
    try change("DROP TRIGGER debts; DROP TABLE debt; DROP TABLE nobody;")
  }

  private func change(_ sql: String) throws {
    let connection = try Connection(.init(path: path, mode: .readWrite, synchronous: .off))
    defer { connection.close() }
    try connection.execute(sql)
  }

  /// Everything that the ledger says: its head, its missions, its sessions and VPs.
  private func everything() async throws -> String {
    let list = try await bench.fleet.list(ListRequest())
    let sessions = try await bench.fleet.sessions()
    let vps = try await bench.fleet.vps()
    return "\(try await bench.heads()["vp"] ?? -1) \(list.missions.map(\.state)) "
      + "\(sessions.sessions.map(\.state)) \(vps.vps.map(\.isPaused))"
  }

  /// Has a command fail at its commit, then lets it succeed; it leaves all, or nothing.
  @discardableResult
  private func step<Value>(
    _ name: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ command: () async throws -> Value
  ) async throws -> Value {
    let before = try await everything()
    try breakCommits()
    let code = await refusal(sourceLocation: sourceLocation) { _ = try await command() }
    #expect(code == .ledgerCorrupt, "\(name)", sourceLocation: sourceLocation)
    try mendCommits()
    #expect(try await everything() == before, "\(name)", sourceLocation: sourceLocation)
    let value = try await command()
    #expect(try await everything() != before, "\(name)", sourceLocation: sourceLocation)
    for report in try await bench.fleet.log("vp").check() {
      #expect(report.isSound, "\(name): \(report.name)", sourceLocation: sourceLocation)
    }
    return value
  }

  @Test func everyCommandThatFailsAtItsCommitLeavesNeitherEventNorStatus() async throws {
    try await bench.dispatch("made the ledger")
    _ = try await bench.fleet.cancel(bench.fleet.list(ListRequest()).missions[0].id, .tester)
    let fleet = bench.fleet
    let id = try await step("dispatch") { try await bench.dispatch() }
    let claimed = try #require(try await step("claim") { try await bench.claim() })
    let token = FencingToken(worker: .first, attempt: claimed.state.attempt)
    let reports: [(String, WorkerReport)] = [
      ("started", .started(workspace: "/w")), ("heartbeat", .heartbeat),
      ("progress", .progress(ProgressReport(summary: "half"))),
      ("artifact", .artifact(ArtifactReport(path: "a"))),
      ("fallback", .fallback(from: "a", to: "b", reason: "c")),
      ("blocked", .blocked(question: "why?")),
    ]
    for (name, report) in reports {
      try await step(name) { try await bench.report(report, id, token) }
    }
    _ = try await step("answer") { try await fleet.answer(id, "because", .tester) }
    try await step("failed") {
      try await bench.report(.failed(FailureReport(error: "no")), id, token)
    }
    _ = try await step("escalate") {
      try await fleet.escalate(id, MissionEscalated(summary: "s", whyEscalating: "w"), .tester)
    }
    _ = try await step("acknowledge") { try await fleet.acknowledge(id, .tester) }
    _ = try await step("annotate") {
      try await fleet.annotate(id, MissionAnnotated(note: "n"), .tester)
    }
    let retry = try await step("retry") {
      try await fleet.retry(id, RetryRequest(), .tester).mission.id
    }
    _ = try await step("pause") { try await fleet.pause(.general, .tester) }
    _ = try await step("resume") { try await fleet.resume(.general, .tester) }
    _ = try await step("cancel") { try await fleet.cancel(retry, .tester) }
    _ = try await step("session") {
      try await fleet.reportSession(
        .degraded(error: "e"), of: SessionID(vp: .general, worker: .first), .worker("w1"))
    }
  }
}
