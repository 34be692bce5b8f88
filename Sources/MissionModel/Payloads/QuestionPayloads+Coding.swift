package import CanonicalJSON

extension MissionBlocked {
  package init(payload: JSONText) throws(JSONError) {
    var fields = AttemptFields()
    var questionID: String?
    var question: String?
    var options: [String] = []
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      switch key {
      case .questionID: questionID = try reader.readString()
      case .question: question = try reader.readString()
      case .options: options = try reader.readNull() ? [] : try reader.readStrings()
      default: try fields.take(key, &reader)
      }
    }
    self.init(
      attempt: try fields.attemptRef(), lease: try fields.renewal(),
      questionID: try questionID.required("question_id"),
      question: try question.required("question"), options: options)
  }

  package func writeMembers(into object: inout JSONWriter) {
    attempt.writeMembers(into: &object)
    lease.writeMembers(into: &object)
    object.field("options", options)
    object.field("question", question)
    object.field("question_id", questionID)
  }
}

extension MissionUnblocked {
  package init(payload: JSONText) throws(JSONError) {
    var fields = AttemptFields()
    var questionID: String?
    var answer: String?
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      switch key {
      case .questionID: questionID = try reader.readString()
      case .answer: answer = try reader.readString()
      default: try fields.take(key, &reader)
      }
    }
    self.init(
      attempt: try fields.attemptRef(), questionID: try questionID.required("question_id"),
      answer: try answer.required("answer"))
  }

  package func writeMembers(into object: inout JSONWriter) {
    attempt.writeMembers(into: &object)
    object.field("answer", answer)
    object.field("question_id", questionID)
  }
}
