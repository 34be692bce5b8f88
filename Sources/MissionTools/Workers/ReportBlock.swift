package import MissionControl
package import MissionModel

/// `vp_block`: the worker waits for an answer.
package struct ReportBlock: WorkerToolRequest {
  package static let kind = WorkerReport.Kind.block
  package static let summary =
    "Asks a question and waits: the mission is blocked until it is answered."
  static let question = Parameter(
    "question", .text(bytes: ReportBounds.question), required: true, "What the worker must know.")
  static let options = Parameter(
    "options", .texts(count: ReportBounds.options), standard: "[]", "Answers to choose from.")
  package static let parameters = ReportTarget.parameters + [question, options]

  package let target: ReportTarget
  /// The question, and answers to choose from.
  private let question: String
  private let options: [String]

  package init(_ arguments: Arguments) throws(MissionError) {
    target = try ReportTarget(arguments)
    question = try arguments.requiredText(Self.question)
    options = try arguments.texts(Self.options) ?? []
  }

  package func check() throws(MissionError) {
    try Self.question.check(question)
    try Self.options.check(options)
  }

  package func report() -> WorkerReport { .blocked(question: question, options: options) }
}
