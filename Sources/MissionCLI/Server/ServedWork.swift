import CanonicalJSON
import MissionClient
import MissionModel

extension WorkClaim: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    let answer = try await server.post(
      ServerPath.vp(vpID) + "/claim",
      [
        "worker_id": JSONInput.text(workerID),
        "wait_seconds": wait.map { JSONInput.number($0.seconds) },
        "lease_seconds": leaseSeconds.map { JSONInput.number($0.seconds) },
      ], wait: wait?.seconds ?? 0)
    let mission = try answer.object.optionalObject("mission").map { try MissionView(served: $0) }
    return try show(answer, mission, server.invocation)
  }
}

/// A report of a worker, which is the same call at a home and at a server.
protocol ServedReport: ServedCommand {
  var work: WorkOptions { get }
  /// The last part of the report's path.
  static var word: String { get }
  /// What it says beside the token.
  var members: [String: JSONText?] { get throws }
}

extension ServedReport {
  func run(_ server: ServerSession) async throws -> Exit {
    var members = try members
    members["worker_id"] = JSONInput.text(work.workerID)
    members["attempt"] = JSONInput.number(Double(work.attempt))
    let answer = try await server.post(
      try await server.mission(work.id) + "/" + Self.word, members)
    return try await server.show(answer) { try work.show(answer, $0, server.invocation) }
  }
}
