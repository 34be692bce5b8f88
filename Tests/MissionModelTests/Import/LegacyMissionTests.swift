import CanonicalJSON
import EventLog
import Platform
import Testing

@testable import MissionModel

@Suite struct LegacyMissionTests {
  private static let now = Instant(microseconds: 1_767_400_000_000_000)

  private func row(_ columns: [(String, LegacyValue)]) -> LegacyRow {
    let standard: [(String, LegacyValue)] = [
      ("mission_id", .text("m1")), ("vp_id", .text("vp.general.primary")),
      ("status", .text("completed")), ("objective", .text("Do it")), ("priority", .integer(7)),
      ("created_at", .text("2026-01-02T10:00:00Z")),
    ]
    let others = Set(columns.map(\.0))
    return LegacyRow(
      table: "vp_missions", place: 1,
      columns: (standard.filter { !others.contains($0.0) } + columns).map {
        LegacyRow.Column(name: $0.0, value: $0.1)
      })
  }

  private func event(_ type: String, _ payload: LegacyValue = .text("{}")) -> LegacyRow {
    LegacyRow(
      table: "vp_events", place: 1,
      columns: [
        .init(name: "event_id", value: .text("e")), .init(name: "event_type", value: .text(type)),
        .init(name: "payload_json", value: payload),
        .init(name: "created_at", value: .text("2026-01-02T10:01:00Z")),
      ])
  }

  private func read(
    _ columns: [(String, LegacyValue)] = [], _ events: [LegacyRow] = []
  ) -> LegacyMission {
    LegacyMission(row(columns), events: events, now: Self.now)
  }

  private func kinds(_ mission: LegacyMission) -> Set<LegacyOddity.Kind> {
    Set(mission.oddities.map(\.kind))
  }

  private static let long = String(repeating: "r", count: 1_500_000)

  @Test(arguments: [
    [("result_ref", LegacyValue.text(long))],
    (0..<80).map { ("column_\($0)", .text(String(repeating: "c", count: 16_000))) },
    [("payload_json", .text(#"{"success_criteria":["\#(long)"]}"#))],
  ])
  func aRowOfAnySizeBecomesEventsThatFit(columns: [(String, LegacyValue)]) {
    let mission = read(columns)
    #expect(mission.imported.payload.bytes.count <= 1 << 20)
    #expect(kinds(mission).contains(.tooLarge))
    let texts = mission.kept.map { $0.annotation.data?.string ?? "" }.joined()
    for (_, value) in columns {
      #expect(texts.utf8.count >= value.size, "a column is kept nowhere")
    }
    for event in mission.kept { #expect((event.annotation.data?.bytes.count ?? 0) <= 1 << 20) }
  }

  @Test func anEventOfAnySizeIsKeptInParts() {
    let mission = read([], [event(String(repeating: "t", count: 1_200_000))])
    #expect(mission.kept.count > 2)
    for event in mission.kept {
      #expect(event.annotation.note.utf8.count < 1_000)
      #expect((event.annotation.data?.bytes.count ?? 0) <= 1 << 20)
    }
  }

  @Test func bytesThatAreNoTextAreKeptAndTold() {
    let mission = read([], [event("odd", .bytes([0xFF, 0x41]))])
    #expect(mission.kept.first?.annotation.data?.string.contains(#""hex":"ff41""#) == true)
    #expect(kinds(mission).contains(.noText))
    let row = read([("result_ref", .bytes([0xFF]))])
    #expect(row.imported.legacy.string.contains(#""result_ref":{"hex":"ff"}"#))
    #expect(row.oddities.first { $0.kind == .noText }?.detail == "result_ref is 1 byte")
  }

  @Test func aNumberThatJSONHasNoneForIsKept() {
    let mission = read([("priority", .real(.infinity))])
    #expect(mission.imported.legacy.string.contains(#""priority":{"real":"inf"}"#))
  }

  @Test func aColumnWithANameOfOursIsKeptBeside() throws {
    var row = event("done")
    let ours = ["type", "time", "payload", "vp_events.time"]
    row = LegacyRow(
      table: row.table, place: 1,
      columns: row.columns + ours.map { .init(name: $0, value: .text("its \($0)")) })
    let data = try read([], [row]).kept.first?.annotation.data?.members
    #expect(data?["type"]?.word == "done")
    #expect(data?["vp_events.type"]?.word == "its type")
    #expect(data?["vp_events.payload"]?.word == "its payload")
    #expect(data?["vp_events.time"]?.word == "its vp_events.time")
    #expect(data?["vp_events.vp_events.time"]?.word == "its time")
  }

  @Test func aPlainMissionIsAsItsRow() throws {
    let mission = read(
      [
        ("started_at", .text("2026-01-02T10:05:00Z")),
        ("completed_at", .text("2026-01-02T10:15:00Z")),
        ("updated_at", .text("2026-01-02T10:16:00Z")), ("result_ref", .text("workspace:///w")),
        ("priority_tier", .text("operator_daily")), ("worker_id", .text("w1")),
        ("claim_expires_at", .text("2026-01-02T10:20:00Z")),
        ("budget_json", .text(#"{"max_cost_usd": 1.5, "max_llm_calls": 3}"#)),
        ("payload_json", .text(#"{"idempotency_key": "k", "constraints": {"a": 1}}"#)),
      ], [event("vp.mission.dispatched"), event("vp.mission.completed")])
    #expect(mission.oddities.isEmpty, "\(mission.oddities)")
    let imported = mission.imported
    #expect(mission.missionID.rawValue == "m1")
    #expect(imported.status == .completed)
    #expect(imported.origin.request.priorityTier == .critical)
    #expect(imported.origin.request.priority == 7)
    #expect(imported.origin.request.idempotencyKey == "k")
    #expect(imported.origin.request.constraints.string == #"{"a":1}"#)
    #expect(imported.origin.request.budget.maxLLMCalls == 3)
    #expect(imported.outcome?.resultRef == "workspace:///w")
    #expect(imported.leaseExpiresAt == nil, "what has ended is held by nobody")
    #expect(imported.dispatchedAt?.description == "2026-01-02T10:00:00.000000Z")
    #expect(imported.completedAt?.description == "2026-01-02T10:15:00.000000Z")
    #expect(try MissionImported(payload: imported.payload) == imported)
  }

  @Test(arguments: [
    (" Completed ", MissionStatus.completed), ("RUNNING", .running), ("in progress", .running),
    ("canceled", .cancelled), ("Queued", .queued), ("error", .failed),
    ("waiting for input", .blocked),
  ])
  func aStatusIsReadInAnySpelling(word: String, status: MissionStatus) {
    let mission = read([("status", .text(word))])
    #expect(mission.imported.status == status)
    #expect(kinds(mission).contains(.statusSpelling))
  }

  @Test func anUnknownStatusIsToldByEventsAndNeverRunsAgain() {
    let told = read([("status", .text("zombie"))], [event("vp.mission.completed")])
    #expect(told.imported.status == .completed)
    let silent = read([("status", .null)])
    #expect(silent.imported.status == .failed)
    #expect(kinds(silent).contains(.unknownStatus))
  }

  @Test func whatIsOutOfBoundsIsKeptAndTold() {
    let mission = read([
      ("priority", .integer(-5)), ("objective", .text("")),
      ("budget_json", .text(#"{"max_tokens": 9, "max_cost_usd": -1}"#)),
    ])
    #expect(mission.imported.origin.request.priority == -5)
    #expect(mission.imported.origin.request.objective == "")
    let budget = mission.imported.origin.request.kept?.budget
    #expect(budget?.string == #"{"max_cost_usd":-1,"max_tokens":9}"#)
    #expect(mission.imported.origin.request.budget == .unlimited)
    #expect(
      kinds(mission).isSuperset(of: [.priorityOutOfBounds, .emptyObjective, .unknownBudget]))
    #expect(read([("priority", .null)]).imported.origin.request.kept?.priority == .null)
  }

  @Test func contradictionsAreTold() {
    #expect(kinds(read()).contains(.noEvents))
    let twice = read([], [event("mission_completed"), event("failed")])
    #expect(
      kinds(twice).isSuperset(of: [
        .severalTerminalEvents, .terminalEventContradicts, .noDispatchEvent, .finishedWithoutStart,
        .finishedWithoutEnd,
      ]))
    #expect(twice.imported.status == .completed)
    let silent = read([("cancel_requested", .integer(1))], [event("vp.mission.dispatched")])
    #expect(kinds(silent).isSuperset(of: [.noTerminalEvent, .cancelNotObeyed]))
    let backwards = read([
      ("started_at", .text("2026-01-02T10:05:00Z")),
      ("completed_at", .text("2026-01-02T10:01:00Z")),
    ])
    #expect(kinds(backwards).contains(.timesOutOfOrder))
  }

  @Test func aMalformedPayloadIsKeptAsText() throws {
    let mission = read([], [event("x", .text("{broken")), event("y", .text("[1]"))])
    #expect(kinds(mission).contains(.malformedJSON))
    let data = try mission.kept.map { try #require($0.annotation.data).string }
    #expect(data[0].contains(#""payload":"{broken""#))
    #expect(data[1].contains(#""payload":[1]"#))
    #expect(data[0].contains(#""type":"x""#))
    #expect(data[0].contains(#""time":"2026-01-02T10:01:00.000000Z""#))
  }

  @Test func whatIsTooLargeForOneEventIsKeptInParts() throws {
    let long = String(repeating: "ä", count: 700_000)
    let mission = read([("objective", .text(long))], [event("x", .text(long))])
    #expect(mission.imported.payload.bytes.count < NewEvent.maximumPayload)
    #expect(mission.imported.origin.request.objective.utf8.count == 262_144)
    let parts = mission.kept.compactMap(\.annotation.data)
    #expect(parts.allSatisfy { $0.bytes.count < NewEvent.maximumPayload })
    let texts = try parts.compactMap { try $0.members["text"]?.word }
    #expect(texts.joined() == long + long)
  }

  @Test func idsThatCanBeNoneHereGetLegalOnes() {
    let mission = read([
      ("mission_id", .text("a b")), ("vp_id", .text("vp general")), ("worker_id", .text("w 1")),
    ])
    #expect(mission.missionID.rawValue.hasPrefix("vp-mission-"))
    #expect(mission.vpID.rawValue == "vp-general")
    #expect(mission.imported.workerID == nil)
    #expect(read([("vp_id", .text(""))]).vpID.rawValue == "vp.unknown")
    #expect(
      mission.missionID
        == read([("mission_id", .text("a b")), ("vp_id", .text("vp general"))]).missionID)
  }
}
