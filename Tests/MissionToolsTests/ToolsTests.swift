import MissionTools
import Testing

/// Every tool with its required and optional parameters, as the contract lists them.
private let contract: [(String, required: Set<String>, optional: Set<String>)] = [
  (
    "vp_dispatch_mission", ["vp_id", "objective"],
    [
      "mission_type", "constraints", "budget", "idempotency_key", "priority", "priority_tier",
      "reply_mode", "execution_mode", "source_session_id", "source_turn_id", "run_id", "task_id",
      "trace_id", "metadata", "not_before", "deadline", "max_attempts", "success_criteria",
      "required_outputs",
    ]
  ),
  ("vp_get_mission", ["mission_id"], ["events", "heartbeats", "full", "as_of"]),
  (
    "vp_list_missions", [],
    [
      "vp_id", "status", "attention", "failure_mode", "source_session_id", "chain_id", "since",
      "until", "grep", "limit", "cursor", "as_of",
    ]
  ),
  (
    "vp_wait_mission", [],
    ["mission_id", "mission_ids", "mode", "until", "after_version", "timeout_seconds"]
  ),
  ("vp_cancel_mission", ["mission_id"], ["reason"]),
  ("vp_read_result_artifacts", ["mission_id"], ["max_files", "max_bytes", "path", "offset"]),
  ("vp_retry_mission", ["mission_id"], ["guidance", "fresh_workspace", "vp_id"]),
  ("vp_answer_mission", ["mission_id", "question_id", "answer"], []),
  ("vp_escalate_mission", ["mission_id", "summary", "why_escalating"], ["recommended_action"]),
  ("vp_get_timeline", ["mission_id"], ["budget_bytes", "as_of"]),
  (
    "vp_read_feed", [], ["source_session_id", "after", "ack", "types", "limit", "wait_seconds"]
  ),
  ("vp_list_vps", [], ["as_of"]),
  ("vp_claim_mission", ["vp_id", "worker_id"], ["wait_seconds", "lease_seconds", "full"]),
  ("vp_start", ["mission_id", "worker_id", "attempt"], ["workspace"]),
  ("vp_heartbeat", ["mission_id", "worker_id", "attempt"], []),
  (
    "vp_progress", ["mission_id", "worker_id", "attempt"],
    ["summary", "percent", "usage", "detail"]
  ),
  ("vp_artifact", ["mission_id", "worker_id", "attempt", "path"], ["role"]),
  ("vp_block", ["mission_id", "worker_id", "attempt", "question"], ["options"]),
  ("vp_fallback", ["mission_id", "worker_id", "attempt", "from", "to", "reason"], []),
  (
    "vp_complete", ["mission_id", "worker_id", "attempt"],
    ["message", "result_ref", "next_action", "usage"]
  ),
  ("vp_fail", ["mission_id", "worker_id", "attempt", "error"], ["failure_mode", "usage"]),
  ("vp_cancelled", ["mission_id", "worker_id", "attempt"], ["reason"]),
]

@Test(arguments: contract.map(\.0)) func aToolTakesTheContractsParameters(name: String) throws {
  let wanted = try #require(contract.first { $0.0 == name })
  let tool = try #require(Tools.named(name))
  #expect(Set(tool.parameters.filter(\.isRequired).map(\.name)) == wanted.required)
  #expect(Set(tool.parameters.filter { !$0.isRequired }.map(\.name)) == wanted.optional)
}

@Test func thereIsNoOtherTool() {
  #expect(Set(Tools.all.map(\.name)) == Set(contract.map(\.0)))
}

@Test func everyParameterSaysWhatItIsFor() {
  for tool in Tools.all {
    for parameter in tool.parameters { #expect(parameter.summary.hasSuffix("."), "\(tool.name)") }
  }
}

@Test func aDoorServesWhatItIsAskedFor() {
  func names(_ toWorkers: Bool, _ readingOnly: Bool) -> [String] {
    Tools.served(toWorkers: toWorkers, writing: !readingOnly).map(\.name)
  }
  #expect(names(false, false) == Tools.orchestrator.map(\.name))
  #expect(names(true, false) == Tools.all.map(\.name))
  #expect(names(true, true) == names(false, true))
  #expect(names(false, true).contains("vp_read_feed"))
  #expect(!names(false, true).contains("vp_dispatch_mission"))
}

/// Which tools are served to those who may do so much, of those that only read, only write, or do
/// both.
@Test(arguments: [(true, true), (true, false), (false, true), (false, false)])
func toolsThatReadAreServedToWhoReadsAndThoseThatWriteToWhoWrites(
  reading: Bool, writing: Bool
) throws {
  let served = Tools.served(toWorkers: false, reading: reading, writing: writing)
  #expect(served.contains { $0.name == "vp_get_mission" } == reading)
  #expect(served.contains { $0.name == "vp_wait_mission" } == reading)
  #expect(served.contains { $0.name == "vp_dispatch_mission" } == writing)
  #expect(served.contains { $0.name == "vp_cancel_mission" } == writing)
  let feed = served.first { $0.name == "vp_read_feed" }
  #expect((feed != nil) == reading)
  #expect(feed?.writes ?? false == (reading && writing))
  #expect(!served.contains { $0.audience == .worker })
}
