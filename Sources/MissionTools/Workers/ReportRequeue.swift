import MissionControl
package import MissionModel

/// The worker gives its mission back, since it must stop before the work is done.
package struct ReportRequeue: FleetRequest {
  package static let summary = "Gives the mission back: the worker must stop."

  static let reason = Parameter(
    "reason", .text(bytes: 1...4_096), required: true, "Why the mission is given back.")
  package static let parameters = ReportFail.parameters + OutcomeFiles.withWords + [reason]

  /// The failure that is reported where no attempt is left.
  private var fail: ReportFail
  private let reason: String

  package init(_ arguments: Arguments) throws(MissionError) {
    fail = try ReportFail(arguments)
    try OutcomeFiles.takeWithWords(arguments, into: &fail.failure.outcome)
    reason = try arguments.requiredText(Self.reason)
  }

  package func check() throws(MissionError) {
    try fail.check()
    try Self.reason.check(reason)
  }

  package func perform(_ context: ToolContext) async throws -> OneMissionAnswer {
    OneMissionAnswer(
      mission: try await context.fleet.report(
        .requeued(reason: reason, fail.failure), on: fail.target.mission, as: fail.target.token,
        context.call), isForWorker: true)
  }
}
