import MissionControl
import MissionModel
import MissionTools

/// The routes of workers on other machines: their claims and their reports.
///
/// A report takes the parameters of the worker tools, and those by which the built-in worker
/// describes a mission's files. Sent again with the same `Idempotency-Key`, it is recorded once.
enum WorkerRoutes {
  static let all: [Route] = reports.map { $0.obeying(.idempotencyKey) } + SessionRoutes.all

  private static let reports: [Route] = [
    .command(
      "/api/v1/vps/{vp_id}/claim", .work, ClaimMission.self, taking: .long,
      adding: [ClaimMission.one]
    ) { try $0.takeOne($1) },
    .command(path(.start), .work, ReportStart.self),
    .command(path(.heartbeat), .work, ReportHeartbeat.self),
    .command(path(.progress), .work, ReportProgress.self),
    .command(path(.artifact), .work, ReportArtifact.self, adding: ArtifactContent.parameters) {
      try ArtifactContent.take($1, into: &$0.artifact)
    },
    .command(path(.block), .work, ReportBlock.self),
    .command(path(.fallback), .work, ReportFallback.self),
    .command(path(.complete), .work, ReportComplete.self, adding: OutcomeFiles.parameters) {
      try OutcomeFiles.take($1, into: &$0.outcome)
    },
    .command(path(.fail), .work, ReportFail.self, adding: OutcomeFiles.withWords) {
      try OutcomeFiles.takeWithWords($1, into: &$0.failure.outcome)
    },
    .command(
      path(.cancelled), .work, ReportCancelled.self,
      adding: OutcomeFiles.withWords + [ReportProgress.usage]
    ) {
      try OutcomeFiles.takeWithWords($1, into: &$0.outcome)
      $0.outcome.usage = try $1.usage(ReportProgress.usage)
    },
    .command(path(.requeue), .work, ReportRequeue.self),
  ]

  private static func path(_ kind: WorkerReport.Kind) -> String {
    "/api/v1/missions/{mission_id}/" + kind.rawValue
  }
}
