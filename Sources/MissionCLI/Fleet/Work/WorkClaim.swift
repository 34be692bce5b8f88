import ArgumentParser
import CanonicalJSON
import MissionControl
import MissionModel
import MissionReplay
import MissionTools

/// `work claim`: claims the next mission of a VP.
struct WorkClaim: Command {
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
    var members = ["vp_id": JSONInput.text(vpID), "worker_id": JSONInput.text(workerID)]
    members["wait_seconds"] = wait.map { JSONInput.number($0.seconds) }
    members["lease_seconds"] = leaseSeconds.map { JSONInput.number($0.seconds) }
    let arguments = try Arguments(
      json: JSONInput.object(members).bytes, for: ClaimMission.parameters)
    let tools = try invocation.tools(as: .worker(workerID))
    let answer = try await ClaimMission(arguments).answer(tools)
    return try show(answer, answer.mission, invocation)
  }

  /// Prints what was claimed.
  func show(
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
