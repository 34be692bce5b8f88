package import CanonicalJSON
package import MissionModel

/// A failure as every door gives it.
package struct ErrorAnswer: Sendable {
  /// What went wrong.
  package let error: MissionError

  /// Makes the answer to a call that failed.
  package init(_ error: MissionError) {
    self.error = error
  }

  /// `{"ok": false, "error": {…}}`.
  package var json: [UInt8] {
    var writer = JSONWriter(order: .asWritten)
    writeObject(into: &writer)
    return writer.finish()
  }

  /// The same for a model of this audience that is served these tools: with what to call next, its
  /// texts cut at the door's limit.
  package func json(
    for rules: DoorRules, to audience: Tool.Audience, serving tools: [Tool]
  ) -> [UInt8] {
    let hint = ErrorGuide.advice(for: error, to: audience, serving: Set(tools.map(\.name)))
    let whole = Guided(error: error, hint: hint)
    var json = whole.writtenBytes
    for step in CutText.steps where json.count >= rules.answerBytes ?? .max {
      json = CutText(whole, limit: step.texts, elements: step.elements).writtenBytes
    }
    return json
  }

  /// Writes the whole object that `json` is.
  package func writeObject(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("ok", false)
      writer.field("error", error)
    }
  }

  /// A failure with what it asks of its reader.
  private struct Guided: JSONWritable {
    let error: MissionError
    let hint: String

    func write(into writer: inout JSONWriter) {
      writer.object { writer in
        writer.field("ok", false)
        writer.field("error", error)
        writer.field("hint", hint)
      }
    }
  }
}
