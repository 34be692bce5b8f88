import ArgumentParser
import MissionControl
import MissionModel
import MissionReplay
import MissionTools

/// `prune`: empties finished workspaces.
struct PruneCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "prune", abstract: "Empty the workspaces of missions that ended long ago.",
    discussion: """
      Receipts, markers and deliverables stay, and so does every folder that a mission's \
      constraints name. A workspace stays until every mission of its retry chain has ended. \
      Exit: 0, or 1 if something could not be removed.

      Example:
        missionlog prune --older-than 30d --dry-run
      """)

  @Option(
    help: ArgumentHelp(
      "How long ago a mission must have ended (default: 30d).", valueName: "duration"),
    transform: DurationInput.argument)
  var olderThan: DurationInput?

  @OptionGroup var confirmation: ConfirmationOptions
  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let tools = try invocation.tools()
    // Rows are renewed first, so that the question names exactly what will be done.
    if !confirmation.dryRun {
      try tools.fleet.checkMayWrite()
      await tools.fleet.renewRows()
    }
    var call = PruneWorkspaces()
    if let olderThan { call.request.olderThanSeconds = olderThan.seconds }
    call.request.isRehearsal = true
    let plan = try await call.answer(tools)
    if confirmation.dryRun { return try show(plan, invocation) }
    try confirmation.confirm(
      "empty the workspaces of", plan.result.workspaces.count, invocation)
    call.request.isRehearsal = false
    return try show(try await call.answer(tools), invocation)
  }

  private func show(_ answer: PruneAnswer, _ invocation: Invocation) throws -> Exit {
    // A file that had to be left is a finding.
    let exit: Exit = answer.result.workspaces.contains { $0.failure != nil } ? .found : .success
    return try invocation.show(answer, exit: exit) { answer, page in
      let result = answer.result
      if !result.workspaces.isEmpty { try page.table(table(of: result)) }
      for workspace in result.workspaces {
        guard let failure = workspace.failure else { continue }
        try page.paragraph("\(workspace.mission.short): \(failure)", .bad)
      }
      let workspaces = CountText.text(result.workspaces.count, "workspace")
      let freed = ByteText.text(result.bytesFreed)
      try page.line(
        answer.request.isRehearsal
          ? "\(workspaces) would be emptied, \(freed) freed"
          : "\(workspaces) emptied, \(freed) freed")
      if let kept = kept(result) { try page.line("left alone: \(kept)", .faint) }
    }
  }

  private func table(of result: PruneResult) -> Table {
    var table = Table([
      Column("MISSION"), Column("FREED", isNumber: true), Column("FILES", isNumber: true),
      Column("WORKSPACE", least: 20),
    ])
    for workspace in result.workspaces {
      table.add([
        Cell(workspace.mission.short, .strong),
        Cell(ByteText.text(workspace.bytesFreed)), Cell(workspace.files), Cell(workspace.path),
      ])
    }
    return table
  }

  private func kept(_ result: PruneResult) -> String? {
    let parts = PruneRule.Reason.allCases.compactMap { reason -> String? in
      guard let count = result.kept[reason], count > 0 else { return nil }
      let words =
        switch reason {
        case .recent: "ended too recently"
        case .chain: "in a chain that has not ended"
        case .targetPath: "named by constraints"
        case .elsewhere: "outside the workspace root"
        case .otherHost: "on another machine"
        }
      return "\(count) \(words)"
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}
