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
    return try show(try await ListSessions().answer(tools), invocation)
  }

  /// Prints the sessions in the form asked for.
  func show(_ answer: some ToolAnswer, _ invocation: Invocation) throws -> Exit {
    if quiet, !globals.json {
      let sessions = try JSONObject(answer.json).objects("sessions")
      return try invocation.show(ids: sessions.map { try $0.text("session_id") }, of: answer)
    }
    return try invocation.showRows(answer, "sessions", of: .session, form) { sessions, page in
      try SessionTable.table(sessions, page.time)
    } after: { answer in
      if try answer.objects("sessions").isEmpty {
        invocation.noteNone("no worker has ever registered", in: answer)
      }
    }
  }
}
