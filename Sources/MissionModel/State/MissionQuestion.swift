package import Platform

/// The open question of a blocked mission.
package struct MissionQuestion: Hashable, Sendable {
  package var questionID: String
  package var question: String
  package var options: [String]
  package var at: Instant

  /// Makes a question.
  package init(questionID: String, question: String, options: [String], at: Instant) {
    self.questionID = questionID
    self.question = question
    self.options = options
    self.at = at
  }
}

/// The last answer that a mission got.
package struct MissionAnswer: Hashable, Sendable {
  package var questionID: String
  package var answer: String
  package var by: String
  package var at: Instant

  /// Makes an answer.
  package init(questionID: String, answer: String, by: String, at: Instant) {
    self.questionID = questionID
    self.answer = answer
    self.by = by
    self.at = at
  }
}
