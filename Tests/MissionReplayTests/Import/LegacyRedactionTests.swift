import CanonicalJSON
import EventLog
import EventProjections
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionReplay

@Suite struct LegacyRedactionTests {
  private static let key = "sk-" + String(repeating: "k", count: 24)
  private static let token = "ghp_" + String(repeating: "t", count: 36)

  private let home: TemporaryHome
  private let path: String

  init() throws {
    home = try TemporaryHome(
      clock: TestClock(start: Instant("2026-03-01T00:00:00Z") ?? Story.start))
    path = home.folder.file("old.db")
  }

  /// Imports the file by the word of a configuration.
  private func run(_ configuration: String = "") async throws -> ImportReport {
    try await FleetImport(home.fleet(configuration), .tester).run(path, name: "old.db")
  }

  private func payloads() async throws -> [String] {
    try await home.fleet().log("vp").log.read { try $0.events().map(\.payload.string) }
  }

  private func request() async throws -> DispatchRequest {
    let mission = try await home.fleet().get(try Known.mission("m1"), GetRequest()).mission
    return try #require(mission.request)
  }

  /// Fills a file with what no log may hold, its JSON with the spaces that Python writes.
  private func fill() throws -> LegacyFile {
    let file = try LegacyFile(path)
    let payload = #"{"idempotency_key": "key-1", "metadata": {"\#(Self.key)": ["\#(Self.token)"]}}"#
    try file.mission(
      "m1", status: "queued",
      [("objective", .text("Use \(Self.token)")), ("payload_json", .text(payload))])
    let payloads = [#"{"a": 1, "k": "\#(Self.key)"}"#, "{broken \(Self.key)", "{}"]
    for (index, payload) in payloads.enumerated() {
      try file.event("e\(index)", of: "m1", "vp.mission.progress", payload: .text(payload))
    }
    try file.add(
      "vp_sessions",
      [
        ("vp_id", .text("vp.general.primary")), ("last_error", .text("no \(Self.token)")),
        ("metadata_json", .text(#"{"a": 1, "m": "\#(Self.key)"}"#)),
      ])
    return file
  }

  @Test func secretsAreTakenOutOfWhatIsTakenOver() async throws {
    try fill().close()
    let report = try await run()
    let payloads = try await payloads()
    for secret in [Self.key, Self.token] { #expect(!payloads.contains { $0.contains(secret) }) }
    let request = try await request()
    #expect(request.objective == "Use [redacted]")
    #expect(request.idempotencyKey == "key-1")
    #expect(request.metadata.string == #"{"[redacted]":["[redacted]"]}"#)
    let told = try #require(report.oddities.first { $0.kind == .redacted })
    #expect(told.count == 4)
    #expect(told.examples.map(\.detail).contains("objective, payload_json"))
  }

  @Test(arguments: [
    "", "redact: []", "redact: ['ghp_[A-Za-z0-9]{36,}']", "redact: ['sk-[A-Za-z0-9_-]{20,}']",
  ])
  func whatAnEarlierImportTookOverWithItsSecretsIsKnown(configuration: String) async throws {
    try fill().close()
    _ = try await run(configuration)
    let before = try await payloads()
    let again = try await run()
    #expect(again.already == 1 && again.eventsAlready == 3 && !again.isChange)
    #expect(again.vps.isEmpty)
    #expect(!again.oddities.contains { $0.kind == .changedSinceImport })
    #expect(try await payloads() == before)
  }

  @Test func aKeyOfTwoLinesThatMadeAPayloadMalformedIsKnown() async throws {
    let key = "-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----"
    let file = try LegacyFile(path)
    try file.mission("m1", status: "queued")
    try file.event("e1", of: "m1", "vp.mission.progress", payload: .text(#"{"k": "\#(key)"}"#))
    file.close()
    _ = try await run("redact: []")
    let again = try await run()
    #expect(again.eventsAlready == 1 && !again.isChange)
  }

  @Test func aRowThatSaysSomethingElseBesideItsSecretsHasChanged() async throws {
    let file = try fill()
    _ = try await run("redact: []")
    try file.run("UPDATE vp_missions SET payload_json = replace(payload_json, 'key-1', 'key-2')")
    file.close()
    let again = try await run()
    #expect(again.oddities.contains { $0.kind == .changedSinceImport && $0.count == 1 })
  }

  @Test func whatOnlyEndsLikeAReferenceIsNone() async throws {
    let names = [
      "api_key", "openai_api_key", "secret_key", "aws_access_key_id", "http_status", "status",
    ]
    let members = names.map { #""\#($0)": "see \#(Self.key)""# }.joined(separator: ", ")
    let file = try LegacyFile(path)
    try file.run("ALTER TABLE vp_missions ADD COLUMN api_key TEXT")
    try file.mission(
      "m1", status: "queued",
      [("api_key", .text(Self.key)), ("payload_json", .text("{\(members)}"))])
    try file.event("e1", of: "m1", "vp.mission.progress", payload: .text("{\(members)}"))
    try file.add(
      "vp_sessions",
      [("vp_id", .text("vp.general.primary")), ("metadata_json", .text("{\(members)}"))])
    file.close()
    _ = try await run()
    #expect(try await !payloads().contains { $0.contains(Self.key) })
  }

  @Test func pathsStayWhereADispatchKeepsThem() async throws {
    let constraints = #"{"target_path": "/w/\#(Self.key)", "note": "\#(Self.key)"}"#
    let payload = #"{"constraints": \#(constraints), "target_path": "\#(Self.key)"}"#
    let file = try LegacyFile(path)
    try file.mission("m1", status: "queued", [("payload_json", .text(payload))])
    file.close()
    _ = try await run()
    #expect(
      try await request().constraints.string
        == #"{"note":"[redacted]","target_path":"/w/\#(Self.key)"}"#)
    let row = try #require(try await payloads().first { $0.contains("payload_json") })
    #expect(row.contains(#"\"target_path\":\"[redacted]\""#))
  }
}
