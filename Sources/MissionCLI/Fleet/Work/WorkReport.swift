import CanonicalJSON
import MissionControl
import MissionModel
import MissionReplay
import MissionTools

/// A report of a worker, which is the same call at a home and at a server.
protocol WorkReport: PlacedCommand {
  associatedtype Request: WorkerToolRequest

  var work: WorkOptions { get }
  /// The members of the report, without its author.
  var members: [String: JSONText?] { get throws }
}

extension WorkReport {
  var caller: CallContext? { .worker(work.workerID) }

  func run(at place: some Workplace) async throws -> Exit {
    let answer = try await place.answer(
      Request.self, to: .mission(work.id, word: Request.kind.rawValue), signed)
    return try await place.show(place.outcome(of: answer)) { mission, _, page in
      try page.outcome(mission)
      if mission.state.isCancelRequested, !mission.state.status.isTerminal {
        try page.line(
          "a cancel was requested: stop, then run 'missionlog work cancelled'", .warning)
      }
    }
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
}
