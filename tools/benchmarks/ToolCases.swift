import CanonicalJSON
import MissionControl
import MissionModel
import MissionTools

/// The cases of agents' tools: everything that a call costs, a door's own protocol aside.
struct ToolCases {
  let fleet: FleetCases

  /// Callers at once, each dispatching missions of its own.
  func dispatches(_ count: Int, callers: Int) async throws -> Figure {
    let fleet = try fleet.makeFleet("tool-dispatches")
    defer { fleet.close() }
    let tool = try Self.tool(DispatchMission.name)
    let context = ToolContext(fleet: fleet, call: .orchestrator(session: "benchmark"))
    return try await Self.timing(count, callers) { caller, number in
      let call = JSONText.object { json in
        json.field("vp_id", "vp.general.primary")
        json.field("objective", Job.objective)
        json.field("idempotency_key", "benchmark-\(caller)-\(number)")
      }
      return try await tool.call(call.bytes, context).json.count
    }
  }

  /// Workers at once, each telling again and again that it lives.
  func heartbeats(_ count: Int, callers: Int) async throws -> Figure {
    let fleet = try fleet.makeFleet("tool-heartbeats")
    defer { fleet.close() }
    let tool = try Self.tool(ReportHeartbeat.name)
    var calls: [(json: [UInt8], context: ToolContext)] = []
    for caller in 0..<callers {
      let job = try await Job.claimed(caller, by: caller, in: fleet)
      let call = JSONText.object { json in
        json.field("mission_id", job.id.rawValue)
        json.field("worker_id", job.token.worker.rawValue)
        json.field("attempt", job.token.attempt)
      }
      calls.append((call.bytes, ToolContext(fleet: fleet, call: job.call)))
    }
    let all = calls
    return try await Self.timing(count, callers) { caller, _ in
      try await tool.call(all[caller].json, all[caller].context).json.count
    }
  }

  private static func tool(_ name: String) throws -> Tool {
    guard let tool = Tools.named(name) else { throw BenchmarkError("there is no tool \(name)") }
    return tool
  }

  private static func timing(
    _ count: Int, _ callers: Int,
    call: @escaping @Sendable (_ caller: Int, _ number: Int) async throws -> Int
  ) async throws -> Figure {
    let calls = max(1, count / callers)
    return try await Figure.timing {
      try await withThrowingTaskGroup { group in
        for caller in 0..<callers {
          group.addTask {
            for number in 0..<calls where try await call(caller, number) == 0 {
              throw BenchmarkError("an empty answer")
            }
          }
        }
        try await group.waitForAll()
      }
      return calls * callers
    }
  }
}
