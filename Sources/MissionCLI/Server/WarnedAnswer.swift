import CanonicalJSON
import MissionTools

/// An answer that is put together here of what a server told, with what it warned of.
struct WarnedAnswer<Answer: ToolAnswer>: ToolAnswer {
  let answer: Answer
  let said: ServedWarnings

  var hint: String? { answer.hint }

  func write(into writer: inout JSONWriter) {
    answer.write(into: &writer)
    said.write(into: &writer)
  }
}
