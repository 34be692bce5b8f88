import CanonicalJSON
import MissionControl
import MissionModel
import MissionReplay
import MissionTools

/// A report of a worker, which is the same call at a home and at a server.
protocol WorkReport: PlacedCommand {
  associatedtype Request: WorkerToolRequest

  var work: WorkOptions { get }
  /// What it says beside who says it.
  var members: [String: JSONText?] { get throws }
}

extension WorkReport {
  var caller: CallContext? { .worker(work.workerID) }

  func run(at place: some Workplace) async throws -> Exit {
    let members = try signed
    return try await place.either(
      home: { home in
        let mission = try await home.invocation.mission(work.id, home.tools)
        let named = ["mission_id": JSONInput.text(mission.rawValue)]
        let answer = try await Request(members: members.merging(named) { $1 }).answer(home.tools)
        return try show(answer, answer.mission, home.invocation)
      },
      server: { server in
        // Its path ends as its tool is called.
        let word = Request.name.dropFirst("vp_".count)
        let answer = try await server.post(try await server.mission(work.id) + "/" + word, members)
        return try await server.show(answer) { try show(answer, $0, server.invocation) }
      })
  }

  /// The members with the worker's token.
  private var signed: [String: JSONText?] {
    get throws {
      var members = try members
      members["worker_id"] = JSONInput.text(work.workerID)
      members["attempt"] = JSONInput.number(work.attempt)
      return members
    }
  }

  /// Prints how the mission goes on.
  private func show(
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
