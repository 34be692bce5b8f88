import ArgumentParser
import MissionControl
import MissionModel
import MissionTools

/// `retry`: dispatches failed or cancelled missions again.
struct RetryCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry", abstract: "Dispatch failed or cancelled missions again.",
    discussion: """
      A mission can be retried once. Its retry can be retried in turn, up to retry_chain_max \
      missions in the chain. To complete an interrupted retry, repeat 'missionlog retry ID' \
      without other options.

      Example:
        missionlog retry 3f9a12bc --guidance "Use the smaller data set"
      """)

  @OptionGroup var named: MissionsArgument

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What to do differently; added to the objective.", valueName: "text"))
  var guidance: String?

  @Flag(help: "Start in an empty workspace.") var freshWorkspace = false

  @Option(
    name: [.customLong("vp"), .customLong("vp-id")],
    help: ArgumentHelp("Dispatch it to another VP.", valueName: "id"), completion: .vps)
  var vpID: String?

  @OptionGroup var confirmation: ConfirmationOptions
  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(at place: some Workplace) async throws -> Exit {
    let batch = MissionBatch(
      .retry, by: RetryMission.self, "retry", confirmation, at: place,
      [
        "guidance": guidance.map(JSONInput.text), "vp_id": try vpID.map(place.vp),
        "fresh_workspace": freshWorkspace ? JSONInput.literal("true") : nil,
      ]
    ) { retry, answer in
      let original = MissionID(stored: try answer.text("original_mission_id")).short
      let verb = answer.flag("replayed") ? "already retried as" : "retried as"
      return "\(original)  \(verb) \(retry.state.facts.missionID)"
    }
    return try await batch.run(named.ids)
  }
}
