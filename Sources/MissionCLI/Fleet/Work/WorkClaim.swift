import ArgumentParser
import CanonicalJSON
import MissionClient
import MissionControl
import MissionModel
import MissionReplay
import MissionTools

/// `work claim`: claims the next mission of a VP.
struct WorkClaim: ServedCommand {
  static let configuration = CommandConfiguration(
    commandName: "claim", abstract: "Claim the next mission of a VP.",
    discussion: """
      Example:
        missionlog work claim --vp vp.general.primary --worker-id me --wait 30
      """)

  @Option(
    name: [.customLong("vp"), .customLong("vp-id")], help: ArgumentHelp("The VP.", valueName: "id"),
    completion: .vps)
  var vpID: String

  @Option(help: ArgumentHelp("The worker.", valueName: "id")) var workerID: String

  @Option(
    name: [.customLong("wait"), .customLong("wait-seconds")], parsing: .unconditional,
    help: ArgumentHelp("Wait for one, at most 50 seconds.", valueName: "duration"),
    transform: DurationInput.argument)
  var wait: DurationInput?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The lease, 5 to 3600 (default: lease_ttl).", valueName: "duration"),
    transform: DurationInput.argument)
  var leaseSeconds: DurationInput?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let tools = try invocation.tools(as: .worker(workerID))
    let vp = ["vp_id": JSONInput.text(vpID)]
    let answer = try await ClaimMission(members: members.merging(vp) { $1 }).answer(tools)
    return try show(answer, answer.mission, invocation)
  }

  /// Claims it at a server.
  func run(_ server: ServerSession) async throws -> Exit {
    let answer = try await server.post(
      ServerPath.vp(vpID) + "/claim", members, wait: wait?.seconds ?? 0)
    return try show(answer, try answer.object.optionalMission("mission"), server.invocation)
  }

  /// What is asked for, beside the VP.
  private var members: [String: JSONText?] {
    [
      "worker_id": JSONInput.text(workerID),
      "wait_seconds": wait.map { JSONInput.number($0.seconds) },
      "lease_seconds": leaseSeconds.map { JSONInput.number($0.seconds) },
    ]
  }

  /// Prints what was claimed.
  private func show(
    _ answer: some ToolAnswer, _ mission: MissionView?, _ invocation: Invocation
  ) throws -> Exit {
    try invocation.show(answer) { _, page in
      guard let mission else { return try page.line("nothing to claim", .faint) }
      try page.line(
        "\(mission.state.facts.missionID)  claimed, attempt \(mission.state.attempt) of "
          + "\(mission.state.facts.maxAttempts)")
      try page.paragraph(mission.request?.objective ?? mission.state.facts.objectiveHead)
    }
  }
}
