package import MissionControl
package import MissionModel

/// `vp_complete`: the worker did it.
package struct ReportComplete: WorkerToolRequest {
  package static let name = "vp_complete"
  package static let isIdempotent = true
  package static let summary = "Says that the mission is completed, and where its result lies."
  package static let parameters =
    ReportTarget.parameters + OutcomeWords.parameters + [ReportProgress.usage]

  package var target: ReportTarget
  /// What is said of the work.
  package var outcome: MissionOutcome

  package init(_ target: ReportTarget, _ outcome: MissionOutcome) {
    self.target = target
    self.outcome = outcome
  }

  package init(_ arguments: Arguments) throws(MissionError) {
    self.init(try ReportTarget(arguments), MissionOutcome())
    try OutcomeWords.take(arguments, into: &outcome)
    outcome.usage = try arguments.usage(ReportProgress.usage)
  }

  package func check() throws(MissionError) {
    try OutcomeWords.check(outcome)
  }

  package func report() -> WorkerReport { .completed(outcome) }
}

/// `vp_fail`: the worker gave up.
package struct ReportFail: WorkerToolRequest {
  package static let name = "vp_fail"
  package static let isIdempotent = true
  package static let summary = "Says that the mission failed, and why."
  static let error = Parameter(
    "error", .text(bytes: 1...MissionOutcome.mostMessageBytes), required: true,
    "What went wrong.")
  static let mode = Parameter(
    "failure_mode", .choice(FailureMode.reportable.map(\.rawValue)), standard: "self_reported",
    "What kind of failure it is.")
  package static let parameters = ReportTarget.parameters + [error, mode, ReportProgress.usage]

  package var target: ReportTarget
  /// What went wrong.
  package var failure: FailureReport

  package init(_ target: ReportTarget, _ failure: FailureReport) {
    self.target = target
    self.failure = failure
  }

  package init(_ arguments: Arguments) throws(MissionError) {
    let mode = try arguments.text(Self.mode) ?? FailureMode.selfReported.rawValue
    self.init(
      try ReportTarget(arguments),
      FailureReport(
        error: try arguments.requiredText(Self.error), failureMode: FailureMode(mode),
        outcome: MissionOutcome(usage: try arguments.usage(ReportProgress.usage))))
  }

  package func check() throws(MissionError) {
    try Self.error.check(failure.error)
    try Self.mode.check(failure.failureMode.rawValue)
  }

  package func report() -> WorkerReport { .failed(failure) }
}

/// `vp_cancelled`: the worker stopped as it was asked to.
package struct ReportCancelled: WorkerToolRequest {
  package static let name = "vp_cancelled"
  package static let isIdempotent = true
  package static let summary = "Says that the worker stopped, as a cancel asked it to."
  static let reason = Parameter("reason", .text(bytes: 1...4_096), "What it was doing, or why.")
  package static let parameters = ReportTarget.parameters + [reason]

  package var target: ReportTarget
  /// What there is to say.
  package var reason: String?
  /// What the built-in worker says of the work besides.
  package var outcome = MissionOutcome()

  package init(_ target: ReportTarget, reason: String? = nil) {
    self.target = target
    self.reason = reason
  }

  package init(_ arguments: Arguments) throws(MissionError) {
    self.init(try ReportTarget(arguments), reason: try arguments.text(Self.reason))
  }

  package func check() throws(MissionError) {
    try Self.reason.check(reason)
  }

  package func report() -> WorkerReport { .cancelled(reason: reason, outcome: outcome) }
}
