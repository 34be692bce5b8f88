package import MissionControl
package import MissionModel

/// `vp_cancelled`: the worker stopped as it was asked to.
package struct ReportCancelled: WorkerToolRequest {
  package static let kind = WorkerReport.Kind.cancelled
  package static let isIdempotent = true
  package static let summary = "Reports that the worker stopped because of a cancel."
  static let reason = Parameter("reason", .text(bytes: 1...4_096), "What it was doing, or why.")
  package static let parameters = ReportTarget.parameters + [reason]

  package let target: ReportTarget
  /// What the worker was doing, or why it stopped.
  private let reason: String?
  /// What the built-in worker says of its work besides.
  package var outcome = MissionOutcome()

  package init(_ arguments: Arguments) throws(MissionError) {
    target = try ReportTarget(arguments)
    reason = try arguments.text(Self.reason)
  }

  package func check() throws(MissionError) {
    try Self.reason.check(reason)
  }

  package func report() -> WorkerReport { .cancelled(reason: reason, outcome: outcome) }
}
