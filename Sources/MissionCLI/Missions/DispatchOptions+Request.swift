import CanonicalJSON
import MissionModel
import Platform

extension DispatchOptions {
  /// The request as one JSON object: the file's members, then those of the flags.
  ///
  /// The receiver checks the values, so that every door refuses a wrong one in the same words.
  func json(_ invocation: Invocation) throws -> JSONText {
    guard request != "-" || objective != "-" else {
      throw MissionError.validation(
        "standard input can be read only once: '-' can stand for --request or --objective, not for both",
        field: "objective")
    }
    var members = try request.map { try JSONInput.members(of: $0, invocation.console) } ?? [:]
    for (name, value) in texts { members[name] = value.map(JSONInput.text) ?? members[name] }
    for (name, value) in numbers { members[name] = value.map(JSONInput.literal) ?? members[name] }
    for (name, value) in objects {
      members[name] = try value.map { try JSONInput.value(of: $0, option: name) } ?? members[name]
    }
    for (name, value) in times {
      members[name] =
        value.map { JSONInput.text($0.future(invocation.time).description) } ?? members[name]
    }
    for (name, values) in lists where !values.isEmpty {
      members[name] = try JSONInput.list(values, option: name)
    }
    if objective == "-" {
      members["objective"] = JSONInput.text(try FileInput.text(of: "-", invocation.console))
    }
    return JSONInput.object(members)
  }

  private var texts: [(String, String?)] {
    [
      ("vp_id", vpID), ("objective", objective), ("mission_type", missionType),
      ("idempotency_key", idempotencyKey), ("priority_tier", priorityTier),
      ("execution_mode", executionMode), ("reply_mode", replyMode),
      ("source_session_id", sourceSessionID), ("source_turn_id", sourceTurnID), ("run_id", runID),
      ("task_id", taskID), ("trace_id", traceID),
    ]
  }

  private var numbers: [(String, String?)] {
    [("priority", priority), ("max_attempts", maxAttempts)]
  }

  private var objects: [(String, String?)] {
    [("constraints", constraints), ("budget", budget), ("metadata", metadata)]
  }

  private var times: [(String, TimeInput?)] {
    [("not_before", notBefore), ("deadline", deadline)]
  }

  private var lists: [(String, [String])] {
    [("success_criteria", successCriteria), ("required_outputs", requiredOutputs)]
  }
}
