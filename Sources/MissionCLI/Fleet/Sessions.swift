import ArgumentParser
import MissionControl
import MissionModel
import MissionTools

/// `sessions`: the lives of worker processes.
struct Sessions: Command {
  static let configuration = CommandConfiguration(
    abstract: "List worker sessions, the latest first.",
    discussion: """
      Example:
        missionlog sessions
      """)

  @OptionGroup var form: ListOptions
  @Flag(name: [.short, .long], help: "Print ids only, one a line.") var quiet = false
  @OptionGroup var asOf: AsOfOption

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let (invocation, tools) = try await asOf.context(invocation)
    let answer = try await ListSessions().answer(tools)
    if quiet, !globals.json {
      for session in answer.result.sessions {
        try invocation.console.out.line(session.state.session.description)
      }
      return .success
    }
    return try invocation.showList(answer, "sessions", form) { answer, page in
      SessionTable.table(answer.result.sessions, page.time)
    } after: { answer in
      if answer.result.sessions.isEmpty { invocation.note("no worker has ever registered") }
    }
  }
}
