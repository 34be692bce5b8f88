package import CanonicalJSON
import Platform

extension MissionQuestion: JSONWritable {
  /// Writes `blocked`.
  package func write(into writer: inout JSONWriter) {
    writer.object { object in
      object.field("question_id", questionID)
      object.field("question", question)
      object.field("options", options)
      object.field("at", at)
    }
  }

  /// Reads the output of `write`.
  init(reading reader: inout JSONReader) throws(JSONError) {
    var (id, question): (String?, String?)
    var options: [String] = []
    var at: Instant?
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      switch key {
      case .questionID: id = try reader.readString()
      case .question: question = try reader.readString()
      case .options: options = try reader.readStrings()
      case .at: at = try reader.readInstant()
      default: try reader.skip()
      }
    }
    self.init(
      questionID: try id.required("question_id"), question: try question.required("question"),
      options: options, at: try at.required("at"))
  }
}

extension MissionAnswer: JSONWritable {
  /// Writes `last_answer`.
  package func write(into writer: inout JSONWriter) {
    writer.object { object in
      object.field("question_id", questionID)
      object.field("answer", answer)
      object.field("by", by)
      object.field("at", at)
    }
  }

  /// Reads the output of `write`.
  init(reading reader: inout JSONReader) throws(JSONError) {
    var (id, answer, by): (String?, String?, String?)
    var at: Instant?
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      switch key {
      case .questionID: id = try reader.readString()
      case .answer: answer = try reader.readString()
      case .by: by = try reader.readString()
      case .at: at = try reader.readInstant()
      default: try reader.skip()
      }
    }
    self.init(
      questionID: try id.required("question_id"), answer: try answer.required("answer"),
      by: try by.required("by"), at: try at.required("at"))
  }
}
