import CanonicalJSON
import Platform
import Testing

@testable import MissionModel

struct RequestTests {
  private func parse(_ members: String) throws -> DispatchRequest {
    try DispatchRequest(json: JSONText("{\(members)}"))
  }

  private func complaint(_ members: String) -> String {
    do {
      _ = try parse(members)
      return "accepted"
    } catch let error as MissionError {
      return error.code == .validationError ? error.message : "\(error)"
    } catch {
      return "\(error)"
    }
  }

  static let required = #""vp_id":"vp.a","objective":"x""#

  @Test func aRequestOfTwoFieldsHasEveryDefault() throws {
    let request = try parse(#""vp_id":"vp.a","objective":"  do it\n""#)
    #expect(request == DispatchRequest(vpID: VPID(stored: "vp.a"), objective: "do it"))
    #expect(
      try DispatchRequest(json: JSONText.object { request.writeMembers(into: &$0) }) == request)
  }

  @Test func aWholeRequestSurvivesItsStoredForm() throws {
    let request = try parse(
      Self.required
        + #","mission_type":"t","constraints":{"target_path":"/a"},"budget":{"max_cost_usd":0.25,"max_llm_calls":0,"max_runtime_minutes":1.5},"idempotency_key":"k","priority":0,"priority_tier":"high","reply_mode":"sync","execution_mode":"dag","source_session_id":"s","source_turn_id":"t","run_id":"r","task_id":"k","trace_id":"c","metadata":{"a":1},"not_before":"2026-01-01T00:00:00Z","deadline":"2026-01-02T01:00:00+01:00","max_attempts":10,"success_criteria":["c"],"required_outputs":["a/b.md"]"#
    )
    #expect(request.priority == 0)
    #expect(request.budget.maxLLMCalls == 0)
    #expect(request.budget.maxCostUSD == Millionths(micros: 250_000))
    #expect(request.deadline == Instant(iso8601: "2026-01-02T00:00:00Z"))
    let origin = MissionDispatched(missionID: MissionBench.id, request: request)
    #expect(try MissionDispatched(payload: origin.payload) == origin)
  }

  static let refused: [(String, [String])] = [
    (#""objective":"x""#, ["vp_id", "required"]),
    (#""vp_id":"vp.a""#, ["objective", "required"]),
    (#""vp_id":"../a","objective":"x""#, ["vp_id"]),
    (#""vp_id":"vp.a","objective":" \n\t ""#, ["objective", "262144"]),
    (#""vp_id":7,"objective":"x""#, ["vp_id", "a string", "an integer"]),
    (required + #","shoe":1,"hat":2"#, ["shoe", "hat", "unknown fields"]),
    (required + #","shoe":null,"summary":null"#, ["shoe", "summary", "unknown fields"]),
    (#""vp_id":null,"objective":"x""#, ["vp_id", "required"]),
    (required + #","priority":-1"#, ["priority", "1000000"]),
    (required + #","priority":1000001"#, ["priority"]),
    (required + #","priority":"7""#, ["priority", "an integer", "a string"]),
    (required + #","priority":1.5"#, ["priority", "an integer"]),
    (required + #","priority_tier":"soon""#, ["priority_tier", "critical", "background"]),
    (required + #","execution_mode":"x""#, ["execution_mode", "sdk", "cli", "dag"]),
    (required + #","max_attempts":0"#, ["max_attempts", "10"]),
    (required + #","max_attempts":11"#, ["max_attempts", "10"]),
    (required + #","constraints":[]"#, ["constraints", "an object", "an array"]),
    (required + #","metadata":"m""#, ["metadata", "an object", "a string"]),
    (required + #","budget":{"max_tokens":1}"#, ["budget", "max_tokens", "max_cost_usd"]),
    (required + #","budget":{"max_cost_usd":-1}"#, ["budget.max_cost_usd", "below zero"]),
    (
      required + #","budget":{"max_cost_usd":"1"}"#,
      ["budget", "max_cost_usd", "a string where a number is expected"]
    ),
    (required + #","budget":{"max_llm_calls":1.5}"#, ["budget", "max_llm_calls", "an integer"]),
    (required + #","budget":{"max_runtime_minutes":1e12}"#, ["budget", "from 0 to 1e9"]),
    (required + #","idempotency_key":"""#, ["idempotency_key", "256"]),
    (required + #","source_session_id":"a\nb""#, ["source_session_id", "control"]),
    (required + #","trace_id":7"#, ["trace_id", "a string", "an integer"]),
    (required + #","not_before":"tomorrow""#, ["not_before", "RFC 3339"]),
    (required + #","deadline":"2026-02-30T00:00:00Z""#, ["deadline", "RFC 3339"]),
    (
      required + #","not_before":"2026-01-02T00:00:00Z","deadline":"2026-01-01T00:00:00Z""#,
      ["deadline", "not_before"]
    ),
    (required + #","required_outputs":["../x"]"#, ["required_outputs", ".."]),
    (required + #","required_outputs":["/x"]"#, ["required_outputs", "relative"]),
    (required + #","required_outputs":["a","."]"#, ["required_outputs", "workspace"]),
    (required + #","required_outputs":["./"]"#, ["required_outputs", "workspace"]),
    (required + #","required_outputs":[".//./"]"#, ["required_outputs", "workspace"]),
    (required + #","required_outputs":"x""#, ["required_outputs", "an array", "a string"]),
    (required + #","success_criteria":[1]"#, ["success_criteria", "a string", "an integer"]),
    ("\"vp_id\":\"vp.a\"", ["objective"]),
  ]

  @Test(arguments: refused.indices)
  func aBadFieldIsNamedWithWhatIsWanted(index: Int) {
    let (members, words) = Self.refused[index]
    let message = complaint(members)
    for word in words { #expect(message.contains(word), "\(message)") }
  }

  @Test(arguments: [1, 262_144])
  func anObjectiveAtItsBoundsIsTaken(bytes: Int) throws {
    let text = String(repeating: "x", count: bytes)
    #expect(try parse(#""vp_id":"vp.a","objective":""# + text + "\"").objective == text)
  }

  @Test func anObjectiveBeyondItsBoundIsRefused() {
    let text = String(repeating: "x", count: 262_145)
    #expect(complaint(#""vp_id":"vp.a","objective":""# + text + "\"").contains("262145"))
  }

  @Test func onlyWhatWasAskedForCountsForIdempotency() throws {
    let plain = try parse(Self.required)
    let elsewhere = try parse(
      Self.required
        + #","source_session_id":"s","source_turn_id":"t","run_id":"r","task_id":"k","trace_id":"c","metadata":{"a":1},"reply_mode":"sync""#
    )
    #expect(elsewhere.differences(from: plain).isEmpty)
    #expect(elsewhere.wish == plain.wish)
    let other = try parse(Self.required + #","priority":1,"budget":{"max_llm_calls":0}"#)
    #expect(other.differences(from: plain) == ["budget", "priority"])
    #expect(other.wish != plain.wish)
  }

  @Test func theSameKeyGivesTheSameID() {
    let id = MissionID.keyed(vp: VPID(stored: "vp.general.primary"), key: "k1")
    #expect(id.rawValue == "vp-mission-ee7099f295d7bca4148463e9")
  }

  @Test func aGeneratedIDIsAUUIDOfVersionSeven() {
    let id = MissionID.generated(
      now: Instant(microseconds: 0x0123_4567_89AB * 1000), random: Array(repeating: 0xFF, count: 10)
    )
    #expect(id.rawValue == "vp-mission-0123456789ab7fffbfffffffffffffff")
  }

  @Test func aRetryCopiesTheRequestButForKeyAndTimes() throws {
    let request = try parse(
      Self.required
        + #","idempotency_key":"k","not_before":"2026-01-01T00:00:00Z","deadline":"2026-01-02T00:00:00Z","priority":3"#
    )
    let retry = request.retried(
      of: MissionID(stored: "m1"), for: request.vpID, guidance: "mind the gap",
      sourceSessionID: "me")
    #expect(retry.idempotencyKey == nil)
    #expect(retry.notBefore == nil)
    #expect(retry.deadline == nil)
    #expect(retry.priority == 3)
    #expect(retry.sourceSessionID == "me")
    #expect(retry.objective.hasPrefix("x\n\n---"))
    #expect(retry.objective.contains("mind the gap"))
  }

  @Test func aRetryOfWhatAnotherSystemKeptIsWithinTheBounds() throws {
    var request = try parse(Self.required)
    for (kept, wanted) in [(-5, 0), (2_000_000, 1_000_000)] {
      request.priority = kept
      request.kept = KeptValues(priority: .emptyObject)
      let retry = request.retried(of: MissionID(stored: "m1"), for: request.vpID)
      #expect(retry.priority == wanted && retry.kept == nil)
    }
  }

  @Test func aTextThatOnlyLooksTheSameIsAnother() throws {
    var (composed, decomposed) = (try parse(Self.required), try parse(Self.required))
    (composed.objective, decomposed.objective) = ("caf\u{E9}", "cafe\u{301}")
    (composed.requiredOutputs, decomposed.requiredOutputs) = (["\u{E9}.md"], ["e\u{301}.md"])
    #expect(composed.differences(from: decomposed) == ["objective", "required_outputs"])
    #expect(
      !MissionOutcome(message: "\u{E9}").saysTheSame(as: MissionOutcome(message: "e\u{301}")))
  }
}
