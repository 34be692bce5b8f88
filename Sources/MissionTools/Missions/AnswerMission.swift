import MissionControl
package import MissionModel

/// `vp_answer_mission`: answers the question that a blocked mission waits on.
package struct AnswerMission: ToolRequest {
  package static let name = "vp_answer_mission"
  package static let summary = "Answers the open question of a blocked mission."
  package static let guide = "The mission then goes on: vp_wait_mission."
  package static let writes = true
  package static let isIdempotent = true

  static let question = Parameter(
    "question_id", .text(bytes: 1...256), required: true, "The question_id in blocked.")
  static let answer = Parameter(
    "answer", .text(bytes: 1...65_536), required: true, "The answer for the worker.")
  package static let parameters = [Parameter.missionID, question, answer]

  /// The mission.
  private let missionID: MissionID
  /// The question; nil for the open one, which only a person's command may leave out.
  private let questionID: String?
  /// The answer.
  private let answer: String

  package init(_ missionID: MissionID, questionID: String?, answer: String) {
    self.missionID = missionID
    self.questionID = questionID
    self.answer = answer
  }

  package init(_ arguments: Arguments) throws(MissionError) {
    self.init(
      try arguments.missionID(), questionID: try arguments.requiredText(Self.question),
      answer: try arguments.requiredText(Self.answer))
  }

  package func check() throws(MissionError) {
    try Self.question.check(questionID)
    try Self.answer.check(answer)
  }

  package func perform(_ context: ToolContext) async throws -> OneMissionAnswer {
    OneMissionAnswer(
      mission: try await context.fleet.answer(
        missionID, questionID: questionID, answer, context.call))
  }
}
