import MissionModel

/// What `vp_dispatch_mission` takes: every field of a request, core fields first, plumbing last.
enum DispatchParameters {
  static let all: [Parameter] = core + bounds + plumbing

  private static let core = [
    Parameter.vpID,
    Parameter(
      "objective", .text(bytes: DispatchRequest.Bounds.objective), required: true,
      "The work to do, complete enough for an agent that doesn't see this conversation."),
    Parameter(
      "idempotency_key", .reference,
      "Your own name for this request: the same key again answers the same mission."),
    Parameter("constraints", .object, standard: "{}", "Bounds of the work, such as target_path."),
    Parameter(
      "budget", .members(limits), standard: "{}",
      "Limits of the work; a breach fails the mission with budget_exceeded."),
    Parameter(
      "success_criteria", .texts(count: 0...Int.max), standard: "[]",
      "The criteria that the work is judged by."),
    Parameter(
      "required_outputs", .texts(count: 0...Int.max), standard: "[]",
      "Workspace paths that must exist at the end, or the mission fails."),
  ]

  private static let limits = [
    Parameter("max_runtime_minutes", .number(0...1e9), "Minutes that it may run."),
    Parameter("max_llm_calls", .integer(0...Int.max), "Model calls that it may make."),
    Parameter("max_cost_usd", .number(0...1e9), "US dollars that it may cost."),
  ]

  private static let bounds = [
    Parameter(
      "priority_tier", .choice(PriorityTier.allCases.map(\.rawValue)), standard: "normal",
      "Its urgency: it runs before every mission of a lower tier."),
    Parameter(
      "priority", .integer(DispatchRequest.Bounds.priority), standard: "100",
      "Its place within the tier; lower runs sooner."),
    Parameter("not_before", .text(bytes: 1...64), "RFC 3339; the mission is not claimed before."),
    Parameter("deadline", .text(bytes: 1...64), "RFC 3339; the mission fails if not done by then."),
    Parameter(
      "max_attempts", .integer(DispatchRequest.Bounds.maxAttempts), standard: "1",
      "How many times it may be claimed in all."),
    Parameter(
      "execution_mode", .choice(ExecutionMode.allCases.map(\.rawValue)), standard: "sdk",
      "How the VP executes it."),
    Parameter(
      "mission_type", .reference, standard: "task", "A word for the kind of work."),
  ]

  private static let plumbing = [
    Parameter(
      "reply_mode", .reference, standard: "async", "Stored and passed on unchanged; usually omit."),
    Parameter(
      "source_session_id", .reference,
      "The session whose feed gets its events; usually omit: it is this session's."),
    Parameter("source_turn_id", .reference, "The turn of that session; usually omit."),
    Parameter("run_id", .reference, "Your run's id, stored and passed on; usually omit."),
    Parameter("task_id", .reference, "Your task's id, stored and passed on; usually omit."),
    Parameter("trace_id", .reference, "The trace it belongs to; usually omit."),
    Parameter(
      "metadata", .object, standard: "{}", "Anything you want to find again; usually omit."),
  ]
}
