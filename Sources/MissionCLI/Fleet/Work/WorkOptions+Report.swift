import CanonicalJSON
import MissionControl
import MissionModel
import MissionReplay
import MissionTools

extension WorkOptions {
  /// Makes the call that `members` beside the token say, as the worker, and prints how the mission then stands.
  func report<Request: WorkerToolRequest>(
    _ request: Request.Type, _ members: [String: JSONText?], _ invocation: Invocation
  ) async throws -> Exit {
    let tools = try invocation.tools(as: .worker(workerID))
    var members = members.compactMapValues { $0 }
    members["mission_id"] = JSONInput.text(try await invocation.mission(id, tools).rawValue)
    members["worker_id"] = JSONInput.text(workerID)
    members["attempt"] = JSONInput.number(Double(attempt))
    let arguments = try Arguments(
      json: JSONInput.object(members).bytes, for: Request.parameters)
    let answer = try await Request(arguments).answer(tools)
    return try show(answer, answer.mission, invocation)
  }

  /// Prints how the mission goes on.
  func show(
    _ answer: some ToolAnswer, _ mission: MissionView, _ invocation: Invocation
  ) throws -> Exit {
    try invocation.show(answer) { _, page in
      try page.outcome(mission)
      if mission.state.isCancelRequested, !mission.state.status.isTerminal {
        try page.line("a cancel is requested: stop, then 'missionlog work cancelled'", .warning)
      }
    }
  }
}
