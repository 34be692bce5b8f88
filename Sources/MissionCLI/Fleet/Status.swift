import ArgumentParser
import MissionControl
import MissionTools

/// `status`: one glance at the home.
struct Status: Command {
  static let configuration = CommandConfiguration(
    abstract: "One glance: ledgers, VPs, and what needs attention.",
    discussion: """
      Exit: 0 when nothing needs attention, else 1.

      Example:
        missionlog status --watch
      """)

  @Flag(help: "Stay, and show it again whenever it changes.") var watch = false

  @OptionGroup var asOf: AsOfOption

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func validate() throws { try asOf.check(watch: watch) }

  func run(_ invocation: Invocation) async throws -> Exit {
    let (invocation, tools) = try await asOf.context(invocation)
    let look = { (invocation: Invocation) in
      let answer = try await ShowStatus().answer(tools)
      return try show(answer, isQuiet: answer.report.isQuiet, invocation)
    }
    guard watch else { return try await look(invocation) }
    return try await Watch(invocation: invocation).run(tools.fleet, look)
  }

  /// Prints what is seen.
  func show(_ answer: some ToolAnswer, isQuiet: Bool, _ invocation: Invocation) throws -> Exit {
    try invocation.showPage(answer, exit: isQuiet ? .success : .found) { status, page in
      try StatusPage(status: status, page: page).write()
    }
  }
}
