import CanonicalJSON
import MissionTools

/// An answer that is composed here from a server's answers, with their warnings.
struct WarnedAnswer<Answer: ToolAnswer>: ToolAnswer {
  let answer: Answer
  let said: ServedWarnings

  var hint: String? { answer.hint }

  func write(into writer: inout JSONWriter) {
    answer.write(into: &writer)
    said.write(into: &writer)
  }
}
