import ArgumentParser
import MissionModel
import MissionTools

/// `answer`: answers the question of a blocked mission.
struct Answer: Command {
  static let configuration = CommandConfiguration(
    abstract: "Answer a blocked mission's question.",
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
    return try invocation.show(try await call.answer(tools)) { answer, page in
      try page.line(MissionText.outcome(answer.mission))
    }
  }
}
