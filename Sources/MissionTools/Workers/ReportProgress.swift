package import MissionControl
package import MissionModel

/// `vp_progress`: how far the worker is.
package struct ReportProgress: WorkerToolRequest {
  package static let kind = WorkerReport.Kind.progress
  package static let summary = "Reports progress: summary, percent or usage."
  static let about = Parameter(
    "summary", .text(bytes: ReportBounds.summary), "A sentence for people.")
  static let percent = Parameter(
    "percent", .number(ReportBounds.percent), "How much is done, from 0 to 100.")
  /// What an attempt has used, as every report with usage takes it.
  package static let usage = Parameter(
    "usage",
    .members([
      Parameter("runtime_seconds", .number(0...1e9), "Seconds."),
      Parameter("llm_calls", .integer(0...Int.max), "Model calls."),
      Parameter("cost_usd", .number(0...1e9), "US dollars."),
    ]), "What this attempt has used in all so far.")
  static let detail = Parameter("detail", .value, "Anything else, for machines.")
  package static let parameters = ReportTarget.parameters + [about, percent, usage, detail]

  package let target: ReportTarget
  /// The progress.
  private let progress: ProgressReport

  package init(_ arguments: Arguments) throws(MissionError) {
    target = try ReportTarget(arguments)
    progress = ProgressReport(
      summary: try arguments.text(Self.about), percent: try arguments.number(Self.percent),
      usage: try arguments.usage(Self.usage), detail: arguments.value(Self.detail))
  }

  package func check() throws(MissionError) {
    try Self.about.check(progress.summary)
    if let percent = progress.percent { try Self.percent.check(percent) }
    guard progress.summary == nil, progress.percent == nil, progress.usage == nil else { return }
    throw MissionError(.validationError, "give at least one of summary, percent and usage")
  }

  package func report() -> WorkerReport { .progress(progress) }
}
