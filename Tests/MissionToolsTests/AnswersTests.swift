import CanonicalJSON
import MissionControl
import MissionModel
import MissionReplay
import MissionTesting
import MissionTools
import Platform
import Testing

/// A fleet on a home of its own, and a way to call tools by name as a door does.
private struct Desk {
  let home: TemporaryHome
  let context: ToolContext

  init(remoteHost: String? = nil) throws {
    home = try TemporaryHome()
    var call = CallContext.tester
    call.remoteHost = remoteHost
    context = ToolContext(fleet: home.fleet(), call: call)
  }

  func call(_ tool: String, _ json: String) async throws -> Answer {
    let tool = try #require(Tools.named(tool))
    return try Answer(try await tool.call(Array(json.utf8), context).json)
  }

  func dispatch() async throws -> String {
    try await call(
      "vp_dispatch_mission", #"{"vp_id": "vp.general.primary", "objective": "count to ten"}"#
    ).text("mission_id")
  }

  /// Dispatches and claims a mission; what every report of its worker begins with.
  func claimed() async throws -> (id: String, token: String) {
    let id = try await dispatch()
    _ = try await call(
      "vp_claim_mission", #"{"vp_id": "vp.general.primary", "worker_id": "w1"}"#)
    return (id, #""mission_id": "\#(id)", "worker_id": "w1", "attempt": 1"#)
  }
}

/// An answer's members, in the order in which they are written.
private struct Answer {
  let keys: [String]
  /// The whole object as text.
  let raw: String
  private let values: [String: JSONText]

  init(_ json: [UInt8]) throws {
    var keys: [String] = []
    var values: [String: JSONText] = [:]
    var reader = JSONReader(try JSONText(canonicalizing: json))
    try reader.readObject { key, reader throws(JSONError) in
      keys.append(key.string)
      values[key.string] = try reader.readText()
    }
    self.keys = keys
    raw = String(decoding: json, as: UTF8.self)
    self.values = values
  }

  /// The answer's own members.
  var own: Set<String> { Set(keys).subtracting(["warnings", "hint"]) }

  func member(_ key: String) throws -> Answer { try Answer(try #require(values[key]).bytes) }

  func text(_ key: String) throws -> String {
    var reader = JSONReader(try #require(values[key]))
    return try reader.readString()
  }
}

private let summary: Set<String> = [
  "mission_id", "vp_id", "status", "effective_status", "stale_reason", "status_basis", "terminal",
  "waiting_for", "blocked", "last_answer", "failure_mode", "cancel_requested", "objective",
  "last_progress", "result_summary", "result_ref", "deliverables", "next_action", "attempt",
  "worker_id", "retry_of", "retried_by", "dispatched_at", "updated_at", "completed_at",
  "duration_seconds", "version", "position",
]

@Test func theOrchestratorsToolsAnswerTheContractsKeys() async throws {
  let desk = try Desk()
  let id = try await desk.dispatch()
  let again = try await desk.call(
    "vp_dispatch_mission", #"{"vp_id": "vp.general.primary", "objective": "two"}"#)
  #expect(
    again.own == [
      "ok", "mission_id", "status", "vp_id", "queued_at", "replayed", "source_session_id",
      "mission",
    ])
  #expect(try again.member("mission").own == summary)
  let got = try await desk.call("vp_get_mission", #"{"mission_id": "\#(id)"}"#)
  #expect(
    got.own == [
      "ok", "mission", "terminal", "failure_detail", "why", "events", "events_total",
      "next_before",
    ])
  #expect(try got.member("mission").own.isSuperset(of: summary.union(["budget", "chain_id"])))
  let list = try await desk.call("vp_list_missions", "{}")
  #expect(list.own == ["ok", "count", "missions", "next_cursor"])
  let wait = try await desk.call(
    "vp_wait_mission", #"{"mission_id": "\#(id)", "timeout_seconds": 0}"#)
  #expect(wait.own == ["ok", "done", "pending", "timed_out", "waited_seconds", "mission"])
  let several = try await desk.call(
    "vp_wait_mission", #"{"mission_ids": ["\#(id)"], "timeout_seconds": 0}"#)
  #expect(several.own.isSuperset(of: ["done", "pending", "timed_out", "waited_seconds"]))
  let timeline = try await desk.call("vp_get_timeline", #"{"mission_id": "\#(id)"}"#)
  #expect(timeline.own == ["ok", "timeline", "truncated"])
  #expect(
    try timeline.member("timeline").own.isSuperset(of: ["spans", "events", "gaps", "related"]))
  #expect(try await desk.call("vp_list_vps", "{}").own == ["ok", "vps"])
  let escalated = try await desk.call(
    "vp_escalate_mission",
    #"{"mission_id": "\#(id)", "summary": "odd", "why_escalating": "I can't tell"}"#)
  #expect(escalated.own == ["ok", "mission"])
  let cancelled = try await desk.call("vp_cancel_mission", #"{"mission_id": "\#(id)"}"#)
  #expect(cancelled.own == ["ok", "status", "already", "mission"])
  let retried = try await desk.call("vp_retry_mission", #"{"mission_id": "\#(id)"}"#)
  #expect(
    retried.own == [
      "ok", "mission_id", "original_mission_id", "replayed", "chain_id", "chain_length",
      "mission",
    ])
}

@Test func aWorkersToolsAnswerTheMissionInShort() async throws {
  let desk = try Desk()
  let (id, token) = try await desk.claimed()
  let calls = [
    ("vp_start", ""), ("vp_heartbeat", ""), ("vp_progress", #", "summary": "half", "percent": 50"#),
    ("vp_fallback", #", "from": "a", "to": "b", "reason": "c""#),
    ("vp_block", #", "question": "which?", "options": ["x", "y"]"#),
  ]
  for (tool, own) in calls {
    let answer = try await desk.call(tool, "{\(token)\(own)}")
    #expect(answer.own == ["ok", "mission"], "\(tool)")
    #expect(try answer.member("mission").own == summary, "\(tool)")
  }
  let blocked = try await desk.call("vp_heartbeat", "{\(token)}").member("mission")
  let question = try blocked.member("blocked").text("question_id")
  let answered = try await desk.call(
    "vp_answer_mission",
    #"{"mission_id": "\#(id)", "question_id": "\#(question)", "answer": "x"}"#)
  #expect(try answered.member("mission").text("status") == "running")
  let done = try await desk.call("vp_complete", #"{\#(token), "message": "done"}"#)
  #expect(try done.member("mission").text("status") == "completed")
}

@Test func aClaimAnswersTheFullMissionOrNull() async throws {
  let desk = try Desk()
  let claim = #"{"vp_id": "vp.general.primary", "worker_id": "w1"}"#
  _ = try await desk.dispatch()
  #expect(
    try await desk.call("vp_claim_mission", claim).member("mission").own
      .isSuperset(of: summary.union(["constraints", "lease_expires_at"])))
  let none = try await desk.call("vp_claim_mission", claim)
  #expect(none.keys.contains("mission"))
  #expect(throws: (any Error).self) { try none.member("mission") }
}

@Test func aDeclaredFileHasItsRoleHoweverItsPathIsWritten() async throws {
  let desk = try Desk()
  let (_, token) = try await desk.claimed()
  for (path, kept) in [("./a.txt", "a.txt"), ("b//c.txt", "b/c.txt"), ("d/./e", "d/e")] {
    _ = try await desk.call("vp_artifact", #"{\#(token), "path": "\#(path)"}"#)
    let ended = try await desk.call("vp_get_mission", #"{\#(token.prefix { $0 != "," })}"#)
    #expect(ended.raw.contains(#""path":"\#(kept)""#), "\(path)")
  }
  for path in ["/etc/passwd", "a/../b", "../x"] {
    await #expect(throws: MissionError.self) {
      try await desk.call("vp_artifact", #"{\#(token), "path": "\#(path)"}"#)
    }
  }
}

@Test(arguments: [nil, "10.0.0.9"])
func aDeclaredFileIsLookedAtWhereItLiesOnThisHost(remoteHost: String?) async throws {
  let desk = try Desk(remoteHost: remoteHost)
  let (id, token) = try await desk.claimed()
  let folder = desk.home.folder.file("w")
  try FileSystem.makePrivateDirectory(folder + "/sub")
  try FileSystem.writeAtomically(Array("a".utf8), to: folder + "/a.txt")
  _ = try await desk.call("vp_start", #"{\#(token), "workspace": "\#(folder)"}"#)
  let hash = #""ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb""#
  for path in ["a.txt", "b", "sub"] {
    _ = try await desk.call("vp_artifact", #"{\#(token), "path": "\#(path)"}"#)
    let shown = try await desk.call("vp_get_mission", #"{"mission_id": "\#(id)", "events": 1}"#)
    let isKnown = path == "a.txt" && remoteHost == nil
    #expect(shown.raw.contains(#""path":"\#(path)""#))
    #expect(shown.raw.contains(#""bytes":\#(isKnown ? "1" : "null"),"#))
    #expect(shown.raw.contains(#""sha256":\#(isKnown ? hash : "null"),"#))
  }
}

@Test func aHintNeverBidsAWorkerStopWhoseFinishWouldCount() {
  func advice(_ isReversible: Bool) -> String {
    ErrorGuide.advice(
      for: MissionError(
        .leaseLost, "it is gone", details: JSONText.object { $0.field("reversible", isReversible) })
    )
  }
  #expect(advice(false).contains("stop working"))
  #expect(!advice(true).contains("stop") && advice(true).contains("vp_complete"))
}

@Test(arguments: [MissionError.Code.vpDBLocked, .unavailable, .rateLimited])
func whoCallsAgainRepeatsAKeyOnlyWhereTheCallHasOne(code: MissionError.Code) {
  #expect(ErrorGuide.advice(for: code).hasSuffix("the same idempotency_key if you gave one"))
}

@Test(arguments: [1_000, 2_000, 8_000]) func aTimelineStaysInItsBudget(budget: Int) async throws {
  let desk = try Desk()
  let (id, token) = try await desk.claimed()
  for step in 0..<40 {
    let words = String(repeating: "and so on ", count: 50)
    _ = try await desk.call("vp_progress", #"{\#(token), "summary": "\#(step) \#(words)"}"#)
  }
  var request = GetTimeline(try #require(MissionID(id)))
  request.budgetBytes = budget
  #expect(try await request.answer(desk.context).json.count <= budget)
}

@Test(arguments: [1_000, 2_000, 8_000]) func aTimelineBesideManyWarningsStaysInItsBudget(
  budget: Int
) async throws {
  let desk = try Desk()
  let id = try await desk.dispatch()
  let keys = (0..<60).map { "unknown_\($0): 1\n" }.joined()
  var request = GetTimeline(try #require(MissionID(id)))
  request.budgetBytes = budget
  let context = ToolContext(fleet: desk.home.fleet(keys), call: .tester)
  let answer = try await request.answer(context)
  #expect(answer.json.count <= budget)
  let kept = answer.warnings.count { $0.kind == .configuration }
  #expect(kept > 0)
  guard kept < 60 else { return }
  #expect(answer.warnings.last?.message.hasPrefix("and \(60 - kept) more warnings") == true)
}

@Test func aLargePayloadIsCutAndSaysItsSize() async throws {
  let desk = try Desk()
  let (id, token) = try await desk.claimed()
  let words = String(repeating: "0123456789", count: 300)
  _ = try await desk.call("vp_progress", #"{\#(token), "summary": "\#(words)"}"#)
  let got = try await desk.call("vp_get_mission", #"{"mission_id": "\#(id)", "events": 1}"#)
  #expect(got.raw.contains("\"payload_bytes\":31"))
  #expect(got.raw.utf8.count < 10_000)
  #expect(got.raw.contains("\"worker_id\":\"w1\""))
}

@Test func theCommandsWithoutAToolAnswerTheirKeys() async throws {
  let desk = try Desk()
  let id = try #require(MissionID(try await desk.claimed().id))
  let context = desk.context
  func keys(_ answer: any ToolAnswer) throws -> Set<String> { try Answer(answer.json).own }
  #expect(
    try keys(try await ShowStatus(json: "{}").answer(context)) == [
      "ok", "home", "home_origin", "now", "quiet", "ledgers", "totals", "vps", "attention",
    ])
  #expect(try keys(try await ListSessions().answer(context)) == ["ok", "count", "sessions"])
  let verified = try await VerifyLedgers(isFull: true).answer(context)
  #expect(try keys(verified) == ["ok", "sound", "ledgers"])
  #expect(verified.isSound)
  #expect(Set(verified.ledgers.map(\.ledger)) == ["coder", "runtime", "vp"])
  #expect(try keys(try await ShowRoots(json: "{}").answer(context)) == ["ok", "time", "roots"])
  #expect(
    try keys(try await ListProjections().answer(context)) == [
      "ok", "projections", "unknown_events",
    ])
  #expect(try keys(try await CheckProjections().answer(context)) == ["ok", "sound", "checked"])
  #expect(try keys(try await RebuildProjections().answer(context)) == ["ok", "rebuilt"])
  #expect(
    try keys(try await ExplainWhy(.mission(id)).answer(context)).isSuperset(of: [
      "effective_status", "rule", "policy", "now", "event_ids", "live_observation",
    ]))
  let session = try #require(SessionID("vp.general.primary/w1"))
  #expect(
    try keys(try await ExplainWhy(.session(session)).answer(context)).contains("session_id"))
  #expect(try keys(ShowConfiguration().answer(context)) == ["ok", "path", "config", "origins"])
  #expect(try keys(await ExamineHome().answer(context)) == ["ok", "healthy", "checks"])
  let pause = try PauseQueue(json: #"{"vp_id": "vp.general.primary"}"#)
  #expect(
    try keys(try await pause.answer(context)) == [
      "ok", "vp_id", "paused", "already", "vp",
    ])
  #expect(
    try keys(try await QuerySQL("SELECT 1 AS one, 1 AS one").answer(context)) == [
      "ok", "columns", "count", "truncated", "rows",
    ])
  let look = try AcknowledgeMission(json: #"{"mission_id": "\#(id)"}"#)
  #expect(try keys(try await look.answer(context)) == ["ok", "mission"])
}

@Test func aQueryOverTooManyLedgersKeepsTheRuntimeLedger() async throws {
  let lanes = (0..<10).map { "a\($0): {ledger: a\($0).db}" }.joined(separator: ", ")
  let fleet = try TemporaryHome().fleet("lanes: {\(lanes)}")
  _ = try await fleet.openForWriting()
  let context = ToolContext(fleet: fleet, call: .tester)
  let warnings = try await QuerySQL("SELECT 1").answer(context).warnings
  #expect(warnings.compactMap(\.ledger) == ["a9", "coder", "vp"])
  #expect(warnings.allSatisfy { $0.message.contains("export --format sqlite") })
}

@Test func severalMissionsAnswerEachWithItsOwnSuccess() throws {
  let refusal = MissionError(.notFound, "there is no such mission")
  let batch = BatchAnswer([
    .init(missionID: "a", result: .success(StandIn())),
    .init(missionID: "b", result: .failure(refusal)),
  ])
  #expect(
    String(decoding: batch.json, as: UTF8.self)
      == #"{"ok":false,"error":{"code":"not_found","message":"there is no such mission","retryable":false},"results":[{"ok":true,"x":1},{"ok":false,"mission_id":"b","error":{"code":"not_found","message":"there is no such mission","retryable":false}}]}"#
  )
  #expect(batch.firstError == refusal)
}

private struct StandIn: ToolAnswer {
  func write(into writer: inout JSONWriter) { writer.field("x", 1) }
}
