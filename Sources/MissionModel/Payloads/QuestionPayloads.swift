/// `vp.mission.blocked`: the worker waits for an answer.
package struct MissionBlocked: EventPayload {
  package var attempt: AttemptRef
  package var lease: LeaseRenewal
  /// The question's id within its mission.
  package var questionID: String
  package var question: String
  /// The answers to choose from; empty for any answer.
  package var options: [String]

  /// Makes the payload.
  package init(
    attempt: AttemptRef, lease: LeaseRenewal, questionID: String, question: String,
    options: [String] = []
  ) {
    self.attempt = attempt
    self.lease = lease
    self.questionID = questionID
    self.question = question
    self.options = options
  }
}

/// `vp.mission.unblocked`: the answer.
package struct MissionUnblocked: EventPayload {
  package var attempt: AttemptRef
  package var questionID: String
  package var answer: String

  /// Makes the payload.
  package init(attempt: AttemptRef, questionID: String, answer: String) {
    self.attempt = attempt
    self.questionID = questionID
    self.answer = answer
  }
}
