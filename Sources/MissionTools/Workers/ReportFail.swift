package import MissionControl
package import MissionModel

/// `vp_fail`: the worker gave up.
package struct ReportFail: WorkerToolRequest {
  package static let kind = WorkerReport.Kind.fail
  package static let isIdempotent = true
  package static let summary = "Reports that the mission failed, and why."
  static let error = Parameter(
    "error", .text(bytes: 1...MissionOutcome.mostMessageBytes), required: true,
    "What went wrong.")
  static let mode = Parameter(
    "failure_mode", .choice(FailureMode.reportable.map(\.rawValue)), standard: "self_reported",
    "What kind of failure it is.")
  package static let parameters = ReportTarget.parameters + [error, mode, ReportProgress.usage]

  package let target: ReportTarget
  /// What went wrong.
  package var failure: FailureReport

  package init(_ arguments: Arguments) throws(MissionError) {
    let mode = try arguments.text(Self.mode) ?? FailureMode.selfReported.rawValue
    target = try ReportTarget(arguments)
    failure = FailureReport(
      error: try arguments.requiredText(Self.error), failureMode: FailureMode(mode),
      outcome: MissionOutcome(usage: try arguments.usage(ReportProgress.usage)))
  }

  package func check() throws(MissionError) {
    try Self.error.check(failure.error)
    try Self.mode.check(failure.failureMode.rawValue)
  }

  package func report() -> WorkerReport { .failed(failure) }
}
