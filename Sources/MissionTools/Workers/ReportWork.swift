import CanonicalJSON
package import MissionControl
package import MissionModel

/// `vp_progress`: how far the worker is.
package struct ReportProgress: WorkerToolRequest {
  package static let name = "vp_progress"
  package static let summary = "Says how far the worker is: summary, percent or usage."
  static let about = Parameter("summary", .text(bytes: 1...65_536), "A sentence for people.")
  static let percent = Parameter("percent", .number(0...100), "How much is done, of 100.")
  /// What an attempt has used, as every report that tells of it takes it.
  package static let usage = Parameter(
    "usage",
    .members([
      Parameter("runtime_seconds", .number(0...1e9), "Seconds."),
      Parameter("llm_calls", .integer(0...Int.max), "Calls of models."),
      Parameter("cost_usd", .number(0...1e9), "US dollars."),
    ]), "What this attempt has used in all so far.")
  static let detail = Parameter("detail", .value, "Anything else, for machines.")
  package static let parameters = ReportTarget.parameters + [about, percent, usage, detail]

  package var target: ReportTarget
  /// What is said.
  package var progress: ProgressReport

  package init(_ target: ReportTarget, _ progress: ProgressReport) {
    self.target = target
    self.progress = progress
  }

  package init(_ arguments: Arguments) throws(MissionError) {
    self.init(
      try ReportTarget(arguments),
      ProgressReport(
        summary: try arguments.text(Self.about), percent: try arguments.number(Self.percent),
        usage: try arguments.usage(Self.usage), detail: arguments.value(Self.detail)))
  }

  package func check() throws(MissionError) {
    try Self.about.check(progress.summary)
    if let percent = progress.percent { try Self.percent.check(percent) }
    guard progress.summary == nil, progress.percent == nil, progress.usage == nil else { return }
    throw MissionError(.validationError, "give at least one of summary, percent and usage")
  }

  package func report() -> WorkerReport { .progress(progress) }
}

/// `vp_artifact`: a file that the work made.
package struct ReportArtifact: WorkerToolRequest {
  package static let name = "vp_artifact"
  package static let summary = "Declares a file that the work made."
  static let path = Parameter(
    "path", .text(bytes: 1...4_096), required: true, "The file, relative to the workspace.")
  static let role = Parameter(
    "role", .choice(ArtifactRole.allCases.map(\.rawValue)), standard: "deliverable",
    "Whether it is what was asked for.")
  package static let parameters = ReportTarget.parameters + [path, role]

  /// The path as lists have it, without `.` and empty parts; what leads out or up stays, to be refused.
  package static func plain(_ path: String) -> String {
    let isPlain = path.hasPrefix("/") || path.split(separator: "/").contains("..")
    return isPlain ? path : Paths.relative(path) ?? path
  }

  package var target: ReportTarget
  /// The file.
  package var artifact: ArtifactReport

  package init(_ target: ReportTarget, _ artifact: ArtifactReport) {
    self.target = target
    self.artifact = artifact
  }

  package init(_ arguments: Arguments) throws(MissionError) {
    self.init(
      try ReportTarget(arguments),
      ArtifactReport(
        path: Self.plain(try arguments.requiredText(Self.path)),
        role: try arguments.choice(Self.role) ?? .deliverable))
  }

  package func check() throws(MissionError) {
    try Self.path.check(artifact.path)
  }

  package func report() -> WorkerReport { .artifact(artifact) }
}

/// `vp_block`: the worker waits for an answer.
package struct ReportBlock: WorkerToolRequest {
  package static let name = "vp_block"
  package static let summary =
    "Asks a question and waits: the mission is blocked until it is answered."
  static let question = Parameter(
    "question", .text(bytes: 1...65_536), required: true, "What the worker must know.")
  static let options = Parameter(
    "options", .texts(count: 0...100), standard: "[]", "Answers to choose from.")
  package static let parameters = ReportTarget.parameters + [question, options]

  package var target: ReportTarget
  /// The question, and answers to choose from.
  package var question: String
  package var options: [String]

  package init(_ target: ReportTarget, question: String, options: [String] = []) {
    self.target = target
    self.question = question
    self.options = options
  }

  package init(_ arguments: Arguments) throws(MissionError) {
    self.init(
      try ReportTarget(arguments), question: try arguments.requiredText(Self.question),
      options: try arguments.texts(Self.options) ?? [])
  }

  package func check() throws(MissionError) {
    try Self.question.check(question)
    try Self.options.check(options)
  }

  package func report() -> WorkerReport { .blocked(question: question, options: options) }
}
