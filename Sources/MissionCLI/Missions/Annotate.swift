import ArgumentParser
import MissionModel
import MissionTools

/// `annotate`: adds a note to a mission's log.
struct Annotate: Command {
  static let configuration = CommandConfiguration(
    abstract: "Add a note to a mission.",
    discussion: """
      Example:
        missionlog annotate 3f9a12bc --note "Reviewed; the figures are right"
      """)

  @Argument(help: "The mission.", completion: .missions) var id: String

  @Option(parsing: .unconditional, help: ArgumentHelp("The note.", valueName: "text"))
  var note: String

  @Option(help: ArgumentHelp("Anything beside it, as JSON.", valueName: "json")) var data: String?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let tools = try invocation.tools()
    let data = try data.map { try JSONInput.value(of: $0, option: "data") }
    let call = AnnotateMission(
      try await invocation.mission(id, tools), MissionAnnotated(note: note, data: data))
    return try show(try await call.answer(tools), invocation)
  }

  /// Prints what was done.
  func show(_ answer: some ToolAnswer, _ invocation: Invocation) throws -> Exit {
    try invocation.showPage(answer) { answer, page in
      try page.line("\(answer.object("mission").missionID.short)  noted")
    }
  }
}
