import ArgumentParser
import EventProjections
import MissionTools

/// `rehearse`: what a rebuild by this program would change.
struct RehearseCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "rehearse",
    abstract: "Show what a rebuild by this version would change.",
    discussion: """
      Rebuilds the rows from the log, compares them with the stored ones, and writes nothing. \
      Exit: 0 if a rebuild would change nothing, else 1.

      Examples:
        missionlog rehearse
        missionlog rehearse missions --json
      """)

  @Argument(help: "The projections (default: all).") var names: [String] = []

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let tools = try invocation.tools()
    let answer = try await invocation.withProgress("rehearsing") { bar in
      try await RehearseUpgrade(names: names.isEmpty ? nil : names).answer(tools) {
        _, progress in bar.update(done: progress.events, of: progress.total)
      }
    }
    let exit = try invocation.show(answer, exit: answer.exit { $0.flag("changes") }) {
      try RehearsalPage(page: $1).write($0)
    }
    if let hint = answer.hint, !globals.json { invocation.note(hint) }
    return exit
  }
}
