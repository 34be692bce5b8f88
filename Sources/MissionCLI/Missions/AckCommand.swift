import ArgumentParser
import MissionControl
import MissionModel
import MissionTools

/// `ack`: records that a person has looked at a mission that needed attention.
struct AckCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "ack", abstract: "Record that you have seen missions that need attention.",
    discussion: """
      An acknowledged mission needs no attention until its next event other than a heartbeat, \
      until its lease runs out while it is running, or until its cancel becomes overdue.

      Example:
        missionlog list --attention -q | missionlog ack - --yes
      """)

  @OptionGroup var named: MissionsArgument

  @Option(parsing: .unconditional, help: ArgumentHelp("A note.", valueName: "text"))
  var note: String?

  @OptionGroup var confirmation: ConfirmationOptions
  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(at place: some Workplace) async throws -> Exit {
    let batch = MissionBatch(
      .acknowledge, by: AcknowledgeMission.self, "ack", confirmation, at: place,
      ["note": note.map(JSONInput.text)]
    ) { mission, _ in "\(mission.state.facts.missionID.short)  acknowledged" }
    return try await batch.run(named.ids)
  }
}
