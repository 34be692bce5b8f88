import ArgumentParser
import EventProjections
import MissionControl
import MissionModel
import MissionTools

/// `rebuild`: folds projections from the log again, or compares them with it.
struct Rebuild: Command {
  static let configuration = CommandConfiguration(
    abstract: "Fold projections from the log again, or check them against it.",
    discussion: """
      A ledger that can't be rebuilt is left out; the exit code is its error's. Exit of --check: 0 when every row is as \
      the log says, else 1.

      Examples:
        missionlog rebuild missions
        missionlog rebuild --all --check
        missionlog rebuild --all --downgrade
      """)

  @Argument(help: "The projections; none means all of them.") var names: [String] = []

  @Flag(help: "All of them.") var all = false

  @Flag(help: "Compare only, and show each row that differs.") var check = false

  @Flag(help: "Replace rows of a newer version than this program's too.") var downgrade = false

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let tools = try invocation.tools()
    let chosen = names.isEmpty ? nil : names
    if check {
      let answer = try await invocation.withProgress("checking") { bar in
        try await CheckProjections(names: chosen).answer(tools) { _, progress in
          bar.update(done: progress.events, of: progress.total)
        }
      }
      return try show(checked: answer, exit: nil, invocation)
    }
    let call = RebuildProjections(names: chosen, mayDowngrade: downgrade)
    let answer = try await invocation.withProgress("rebuilding") { bar in
      try await call.answer(tools) { _, progress in
        bar.update(done: progress.events, of: progress.total)
      }
    }
    return try show(answer, invocation)
  }

  /// Prints what was compared.
  func show(checked answer: some ToolAnswer, exit: Exit?, _ invocation: Invocation) throws -> Exit {
    try invocation.showPage(answer, exit: exit) {
      try RebuildPage(page: $1).write(checked: $0)
    }
  }

  /// Prints what was rebuilt.
  func show(_ answer: some ToolAnswer, _ invocation: Invocation) throws -> Exit {
    try invocation.showPage(answer, failing: answer.leftOut) {
      try RebuildPage(page: $1).write(rebuilt: $0)
    }
  }

  func validate() throws {
    if all, !names.isEmpty { throw ValidationError("--all and names exclude each other.") }
    if check, downgrade { throw ValidationError("--check and --downgrade exclude each other.") }
  }
}
