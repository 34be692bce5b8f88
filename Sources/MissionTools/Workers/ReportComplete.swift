package import MissionControl
package import MissionModel

/// `vp_complete`: the worker did it.
package struct ReportComplete: WorkerToolRequest {
  package static let kind = WorkerReport.Kind.complete
  package static let isIdempotent = true
  package static let summary = "Reports that the mission is completed, and where its result is."
  package static let parameters =
    ReportTarget.parameters + OutcomeWords.parameters + [ReportProgress.usage]

  package let target: ReportTarget
  /// What the worker says of its work.
  package var outcome = MissionOutcome()

  package init(_ arguments: Arguments) throws(MissionError) {
    target = try ReportTarget(arguments)
    try OutcomeWords.take(arguments, into: &outcome)
    outcome.usage = try arguments.usage(ReportProgress.usage)
  }

  package func check() throws(MissionError) {
    try OutcomeWords.check(outcome)
  }

  package func report() -> WorkerReport { .completed(outcome) }
}
