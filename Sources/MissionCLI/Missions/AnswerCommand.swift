import ArgumentParser
import MissionClient
import MissionModel
import MissionTools

/// `answer`: answers the question of a blocked mission.
struct AnswerCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "answer", abstract: "Answer a blocked mission's question.",
    discussion: """
      Without --question-id, the question that is open now is answered.

      Example:
        missionlog answer 3f9a12bc "Yes, overwrite it"
      """)

  @Argument(help: "The mission.", completion: .missions) var id: String

  @Argument(help: ArgumentHelp("The answer; '-' reads it from standard input.", valueName: "text"))
  var text: String

  @Option(help: ArgumentHelp("The question to answer.", valueName: "id")) var questionID: String?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(at place: some Workplace) async throws -> Exit {
    let reply = text == "-" ? try FileInput.text(of: "-", place.invocation.console) : text
    let id = try await place.missionID(id)
    let answer: any ToolAnswer = try await place.either(
      home: { home in
        try await AnswerMission(MissionID(stored: id), questionID: questionID, answer: reply)
          .answer(home.tools)
      },
      server: { server in
        // A server must be told which question is meant.
        var question = questionID
        if question == nil {
          question = try await server.view(id).state.questionMeant(byAnswer: reply)
        }
        return try await server.post(
          ServerPath.mission(id) + "/answer",
          ["question_id": question.map(JSONInput.text), "answer": JSONInput.text(reply)])
      })
    return try await place.show(place.outcome(of: answer)) { mission, _, page in
      try page.outcome(mission)
    }
  }
}
