import ArgumentParser
import EventProjections
import MissionClient
import MissionModel
import MissionReplay
import MissionTools

/// `rebuild`: folds projections from the log again, or compares them with it.
struct RebuildCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Rebuild projections from the log, or check them against it.",
    discussion: """
      A ledger that can't be rebuilt is left out; the exit code is its error's. Exit of --check: \
      0 if every row matches the log, else 1.

      Examples:
        missionlog rebuild missions
        missionlog rebuild --all --check
        missionlog rebuild --all --dry-run
        missionlog rebuild --all --downgrade
      """)

  @Argument(help: "The projections (default: all).") var names: [String] = []

  @Flag(help: "All projections.") var all = false

  @Flag(help: "Only compare, and show each row that differs.") var check = false

  @Flag(help: "Show the projections and their versions; change nothing.") var dryRun = false

  @Flag(help: "Also replace rows of a newer version than this program's.") var downgrade = false

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(at place: some Workplace) async throws -> Exit {
    let answer = try await place.either(home: fold, server: fold)
    if dryRun { return try show(rehearsed: answer, place.invocation) }
    guard check else {
      return try place.invocation.showPage(answer, failing: answer.leftOut) {
        try RebuildPage(page: $1).write(rebuilt: $0)
      }
    }
    return try place.invocation.showPage(answer, exit: answer.exit { !$0.flag("sound") }) {
      try RebuildPage(page: $1).write(checked: $0)
    }
  }

  /// Prints the projections that would be rebuilt.
  private func show(rehearsed answer: any ToolAnswer, _ invocation: Invocation) throws -> Exit {
    try invocation.showPage(answer, failing: answer.leftOut) { answer, page in
      try page.table(ProjectionTable.table(answer.objects("projections")))
      try page.line("would be rebuilt; nothing was changed", .faint)
    }
  }

  private func fold(_ home: HomePlace) async throws -> any ToolAnswer {
    let chosen = names.isEmpty ? nil : names
    let rebuild = RebuildProjections(names: chosen, mayDowngrade: downgrade)
    if dryRun { return try await rebuild.rehearsal(home.tools) }
    return try await home.invocation.withProgress(check ? "checking" : "rebuilding") { bar in
      let told = { @Sendable (_: String, progress: ReplayProgress) in
        bar.update(done: progress.events, of: progress.total)
      }
      if check {
        return try await CheckProjections(names: chosen).answer(home.tools, progress: told)
      }
      return try await rebuild.answer(home.tools, progress: told)
    }
  }

  /// Asks a server, which takes one projection at a time.
  private func fold(_ server: ServerSession) async throws -> any ToolAnswer {
    guard !dryRun else {
      throw MissionError(
        .validationError,
        "rebuild --dry-run works on a home; at a server `missionlog projections` names them")
    }
    var names = names
    if names.isEmpty {
      for projection in try await server.get("projections").object.objects("projections") {
        let name = try projection.text("name")
        if !names.contains(name) { names.append(name) }
      }
    }
    var answers: [ServedAnswer] = []
    for name in names {
      let path = "projections/\(ServerPath.segment(name))/" + (check ? "check" : "rebuild")
      answers.append(
        try await server.post(
          path, ["downgrade": downgrade ? JSONInput.literal("true") : nil],
          wait: ServerSession.patience))
    }
    return try ServedProjections(answers, list: check ? "checked" : "rebuilt")
  }

  func validate() throws {
    if all, !names.isEmpty { throw ValidationError("--all and names can't be combined.") }
    if check, dryRun { throw ValidationError("--check and --dry-run can't be combined.") }
    if check, downgrade { throw ValidationError("--check and --downgrade can't be combined.") }
  }
}
