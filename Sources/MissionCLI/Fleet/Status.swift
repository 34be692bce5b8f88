import ArgumentParser
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

  func validate() throws {
    if watch, asOf.asOf != nil {
      throw ValidationError(
        "--watch shows what is; leave it out with --as-of, which doesn't change.")
    }
  }

  func run(_ invocation: Invocation) async throws -> Exit {
    let (invocation, tools) = try await asOf.context(invocation)
    guard watch else { return try show(try await ShowStatus().answer(tools), invocation) }
    return try await Watch(invocation: invocation, tools: tools).run { invocation in
      try show(try await ShowStatus().answer(tools), invocation)
    }
  }

  private func show(_ answer: StatusAnswer, _ invocation: Invocation) throws -> Exit {
    try invocation.show(answer) { answer, page in
      try StatusPage(report: answer.report, page: page).write()
    }
  }
}
