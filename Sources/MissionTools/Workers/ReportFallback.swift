package import MissionControl
package import MissionModel

/// `vp_fallback`: the worker goes on by another way.
package struct ReportFallback: WorkerToolRequest {
  package static let kind = WorkerReport.Kind.fallback
  package static let summary = "Reports that the worker goes on in another way than planned."
  static let from = Parameter(
    "from", .text(bytes: ReportBounds.way), required: true, "The planned way.")
  static let to = Parameter(
    "to", .text(bytes: ReportBounds.way), required: true, "The way taken instead.")
  static let reason = Parameter("reason", .text(bytes: ReportBounds.reason), required: true, "Why.")
  package static let parameters = ReportTarget.parameters + [from, to, reason]

  package let target: ReportTarget
  /// The planned way, the one taken instead, and why.
  private let from: String
  private let to: String
  private let reason: String

  package init(_ arguments: Arguments) throws(MissionError) {
    target = try ReportTarget(arguments)
    from = try arguments.requiredText(Self.from)
    to = try arguments.requiredText(Self.to)
    reason = try arguments.requiredText(Self.reason)
  }

  package func check() throws(MissionError) {
    try Self.from.check(from)
    try Self.to.check(to)
    try Self.reason.check(reason)
  }

  package func report() -> WorkerReport { .fallback(from: from, to: to, reason: reason) }
}
