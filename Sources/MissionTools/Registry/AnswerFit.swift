import CanonicalJSON
import MissionControl

/// The fit of an answer to its reader's limit: it tells what was left out and how to get it.
struct AnswerFit {
  private let context: ToolContext

  /// Makes the fit for what the context's door allows.
  init(_ context: ToolContext) { self.context = context }

  /// The answer, or as much of it as there is room for.
  ///
  /// Texts are cut as long as each still says something; then less is asked for. Only an answer to
  /// the smallest request is cut further, and loses parts of its lists last.
  func fit<Request: ToolRequest>(
    _ answer: Request.Answer, to request: Request
  ) async throws -> any ToolAnswer {
    guard let usual = context.rules.answerBytes, !request.asksForMore else { return answer }
    let limit = max(usual, request.leastBytes(of: answer))
    guard answer.json.count >= limit else { return answer }
    let gentleSteps = Request.textsMayBeCut ? CutText.roomySteps + CutText.gentleSteps : []
    let rest = Request.wayToTheRest(context.rules)
    var cut = CutAnswer(answer, rest: rest)
    var (request, answer) = (request, answer)
    while true {
      let smaller = request.smaller
      let steps = smaller == nil ? CutText.roomySteps + CutText.steps : gentleSteps
      for step in steps where cut.json.count >= limit {
        cut = CutAnswer(cut.whole, step, asked: cut.asked, rest: rest)
      }
      guard cut.json.count >= limit else { return cut }
      if let smaller {
        request = smaller
        answer = try await request.answer(context)
        cut = CutAnswer(answer, asked: "less was asked for", rest: rest)
      } else if let shortened = request.shortened(answer) {
        answer = shortened.answer
        cut = CutAnswer(answer, asked: shortened.leftOut, rest: rest)
      } else {
        return cut
      }
    }
  }
}

/// An answer whose long texts, and at last lists, are cut.
struct CutAnswer: ToolAnswer {
  /// The answer as it was given.
  let whole: any ToolAnswer
  private let step: CutText.Step
  /// How the request was made smaller, or what was left out of its answer.
  let asked: String?
  /// How the caller gets what was left out.
  private let rest: String

  /// Makes the cut.
  init(
    _ whole: any ToolAnswer, _ step: CutText.Step = .none, asked: String? = nil, rest: String
  ) {
    self.whole = whole
    self.step = step
    self.asked = asked
    self.rest = rest
  }

  var hint: String? { whole.hint }
  var bareHint: String? { whole.bareHint }
  var warnings: [Warning] {
    let cuts = [
      step.texts < .max ? "texts of more than \(step.texts) bytes are cut" : nil,
      step.elements < .max ? "inner lists of more than \(step.elements) elements are cut" : nil,
      asked,
    ].compactMap(\.self)
    return whole.warnings.prefix(step.elements) + [
      .cut("to keep the answer short, " + cuts.joined(separator: ", ") + ": " + rest)
    ]
  }

  func write(into writer: inout JSONWriter) {
    CutText(OwnMembers(answer: whole), limit: step.texts, elements: step.elements)
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
