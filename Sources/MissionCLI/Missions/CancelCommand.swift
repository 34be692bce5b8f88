import ArgumentParser
import MissionControl
import MissionModel
import MissionTools

/// `cancel`: ends missions, queued ones at once, running ones by their worker.
struct CancelCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel", abstract: "Cancel missions.",
    discussion: """
      A queued mission ends at once. A running one is asked to stop; if its worker doesn't obey \
      within cancel_grace, the reconciler ends the mission. --force ends it now, without its \
      worker, whose process may still be running.

      Example:
        missionlog cancel 3f9a12bc --reason "no longer wanted"
      """)

  @OptionGroup var named: MissionsArgument

  @Option(parsing: .unconditional, help: ArgumentHelp("The reason.", valueName: "text"))
  var reason: String?

  @Flag(help: "End the missions now, without their workers.") var force = false

  @OptionGroup var confirmation: ConfirmationOptions
  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(at place: some Workplace) async throws -> Exit {
    let batch = MissionBatch(
      .cancel, by: CancelMission.self, "cancel", confirmation, at: place,
      [
        "reason": reason.map(JSONInput.text), "force": force ? JSONInput.literal("true") : nil,
      ]
    ) { mission, answer in Self.line(mission, already: answer.flag("already")) }
    return try await batch.run(named.ids)
  }

  /// The line about a mission that was cancelled.
  private static func line(_ mission: MissionView, already: Bool) -> String {
    let short = mission.state.facts.missionID.short
    if mission.state.status.isTerminal {
      return "\(short)  \(already ? "already " : "")\(MissionText.status(mission))"
    }
    return "\(short)  \(already ? "already asked" : "asked") to stop; " + outlook(mission)
  }

  /// Who or what will end a mission that was asked to stop.
  private static func outlook(_ mission: MissionView) -> String {
    if mission.state.isHeldByImport { return "no worker reports on it: the reconciler ends it" }
    if mission.isCancelOverdue { return "its worker has not obeyed" }
    return mission.staleness.isStale
      ? "its worker is silent: if it doesn't obey, the reconciler ends it"
      : "its worker will end it"
  }
}
