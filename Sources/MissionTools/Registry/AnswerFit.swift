import CanonicalJSON
import MissionControl

/// Keeps an answer below what its reader takes in, saying what was left out and how to get it.
struct AnswerFit {
  private let context: ToolContext

  /// Makes the fit for what the context's door allows.
  init(_ context: ToolContext) { self.context = context }

  /// The answer, or as much of it as there is room for.
  func fit<Request: ToolRequest>(
    _ answer: Request.Answer, to request: Request
  ) async throws -> any ToolAnswer {
    guard let usual = context.rules.answerBytes, !request.asksForMore else { return answer }
    let limit = max(usual, request.leastAnswerBytes)
    guard answer.json.count >= limit else { return answer }
    let textBytes = Request.textsMayBeCut ? CutText.steps.first?.texts : nil
    var cut = CutAnswer(answer, textBytes: textBytes)
    var request = request
    while cut.json.count >= limit, let smaller = request.smaller {
      request = smaller
      cut = CutAnswer(
        try await request.answer(context), textBytes: textBytes, asked: "less was asked for")
    }
    for step in CutText.steps where cut.json.count >= limit {
      cut = CutAnswer(
        cut.whole, textBytes: step.texts, elements: step.elements, asked: cut.asked)
    }
    return cut
  }
}

/// An answer of which long texts, and lists at last, are cut.
struct CutAnswer: ToolAnswer {
  /// The answer as it was given.
  let whole: any ToolAnswer
  private let textBytes: Int?
  private let elements: Int?
  /// What was asked for otherwise than the caller did.
  let asked: String?

  /// Makes the cut; nil cuts nothing.
  init(_ whole: any ToolAnswer, textBytes: Int?, elements: Int? = nil, asked: String? = nil) {
    self.whole = whole
    self.textBytes = textBytes
    self.elements = elements
    self.asked = asked
  }

  var hint: String? { whole.hint }
  var warnings: [Warning] {
    let cuts = [
      textBytes.map { "texts of more than \($0) bytes are cut" },
      elements.map { "lists within of more than \($0) elements are cut" }, asked,
    ].compactMap(\.self)
    return whole.warnings.prefix(elements ?? .max) + [
      .cut(
        "to keep the answer short, " + cuts.joined(separator: ", ")
          + ": ask for more by limit, cursor, events, max_files or max_bytes where the tool takes them, "
          + "or for one mission by vp_get_mission with full")
    ]
  }

  func write(into writer: inout JSONWriter) {
    CutText(OwnMembers(answer: whole), limit: textBytes ?? .max, elements: elements)
      .writeMembers(into: &writer)
  }
}

/// An answer's own members as one object.
private struct OwnMembers: JSONWritable {
  let answer: any ToolAnswer

  func write(into writer: inout JSONWriter) {
    writer.object { answer.write(into: &$0) }
  }
}
