import ArgumentParser
import MissionModel
import MissionTools

/// `answer`: answers the question of a blocked mission.
struct AnswerCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "answer", abstract: "Answer a blocked mission's question.",
    discussion: """
      Without --question-id it answers the question that is open now.

      Example:
        missionlog answer 3f9a12bc "Yes, overwrite it"
      """)

  @Argument(help: "The mission.", completion: .missions) var id: String

  @Argument(help: ArgumentHelp("The answer; '-' reads it from standard input.", valueName: "text"))
  var text: String

  @Option(help: ArgumentHelp("The question meant.", valueName: "id")) var questionID: String?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let tools = try invocation.tools()
    let answer = text == "-" ? try FileInput.text(of: "-", invocation.console) : text
    let call = AnswerMission(
      try await invocation.mission(id, tools), questionID: questionID, answer: answer)
    let done = try await call.answer(tools)
    return try show(done, done.mission, invocation)
  }

  /// Prints how the mission goes on.
  func show(
    _ answer: some ToolAnswer, _ mission: MissionView, _ invocation: Invocation
  ) throws -> Exit {
    try invocation.show(answer) { _, page in try page.outcome(mission) }
  }
}
