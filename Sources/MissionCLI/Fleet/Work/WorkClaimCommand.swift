import ArgumentParser
import CanonicalJSON
import MissionClient
import MissionControl
import MissionReplay
import MissionTools

/// `work claim`: claims the next mission of a VP.
struct WorkClaimCommand: PlacedCommand {
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
    help: ArgumentHelp("Wait for a mission, at most 50 seconds.", valueName: "duration"),
    transform: DurationInput.argument)
  var wait: DurationInput?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How long the lease lasts, 5 to 3600 seconds (default: lease_ttl).", valueName: "duration"),
    transform: DurationInput.argument)
  var leaseSeconds: DurationInput?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  var caller: CallContext? { .worker(workerID) }

  func run(at place: some Workplace) async throws -> Exit {
    let members: [String: JSONText?] = [
      "worker_id": JSONInput.text(workerID),
      "wait_seconds": wait.map { JSONInput.number($0.seconds) },
      "lease_seconds": leaseSeconds.map { JSONInput.number($0.seconds) },
    ]
    let vp = ["vp_id": JSONInput.text(vpID)]
    let claim = try ClaimMission(members: members.merging(vp) { $1 })
    let answer: any ToolAnswer = try await place.either(
      home: { try await claim.answer($0.tools) },
      server: { server in
        let path = ServerPath.vp(claim.request.vp) + "/claim"
        return try await server.post(path, members, wait: wait?.seconds ?? 0)
      })
    return try place.invocation.showPage(answer) { answer, page in
      guard let mission = try answer.optionalObject("mission") else {
        return try page.line("nothing to claim", .faint)
      }
      let (attempt, most) = (try mission.count("attempt"), try mission.count("max_attempts"))
      try page.line("\(try mission.missionID)  claimed, attempt \(attempt) of \(most)")
      try page.paragraph(try mission.text("objective"))
    }
  }
}
