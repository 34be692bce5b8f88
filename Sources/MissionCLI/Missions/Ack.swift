import ArgumentParser
import MissionModel
import MissionTools

/// `ack`: records that somebody has seen what needed attention.
struct Ack: Command {
  static let configuration = CommandConfiguration(
    abstract: "Record that you have seen missions that need attention.",
    discussion: """
      They need none until their next event that is not a heartbeat.

      Example:
        missionlog list --attention -q | missionlog ack - --yes
      """)

  @Argument(
    help: "The missions; '-' reads them from standard input, one id a line.",
    completion: .missions)
  var ids: [String]

  @Option(parsing: .unconditional, help: ArgumentHelp("A note.", valueName: "text"))
  var note: String?

  @OptionGroup var confirmation: ConfirmationOptions
  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let batch = MissionBatch(
      verb: .acknowledge, confirmation: confirmation, invocation: invocation)
    return try await batch.run(ids) { id, tools in
      try await AcknowledgeMission(id, note: note).answer(tools)
    } line: {
      Self.line($0.mission)
    } next: {
      $0.mission
    }
  }

  /// What became of a mission that was acknowledged.
  static func line(_ mission: MissionView) -> String {
    "\(mission.state.facts.missionID.short)  acknowledged"
  }
}
