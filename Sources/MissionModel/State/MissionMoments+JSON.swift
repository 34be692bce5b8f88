package import CanonicalJSON

extension MissionProgress: JSONWritable {
  /// Writes `last_progress`.
  package func write(into writer: inout JSONWriter) {
    writer.object { object in
      object.field("at", at)
      object.field("summary", summary)
      object.field("percent", percent)
    }
  }
}

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
}
