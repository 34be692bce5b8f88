import MissionControl
import MissionModel
import MissionTools

/// The routes of workers on other machines: their claims and their reports.
///
/// A report takes the parameters of the worker tools, and those by which the built-in worker
/// describes a mission's files. Sent again with the same `Idempotency-Key`, it is recorded once.
enum WorkerRoutes {
  private static let one = "/api/v1/missions/{mission_id}"

  static let all: [Route] = reports.map { $0.obeying(.idempotencyKey) } + SessionRoutes.all

  private static let reports: [Route] = [
    .command(
      "/api/v1/vps/{vp_id}/claim", .work, ClaimMission.self, taking: .long,
      adding: [ClaimMission.one]
    ) { try $0.takeOne($1) },
    .command(one + "/start", .work, ReportStart.self),
    .command(one + "/heartbeat", .work, ReportHeartbeat.self),
    .command(one + "/progress", .work, ReportProgress.self),
    .command(one + "/artifact", .work, ReportArtifact.self, adding: ArtifactContent.parameters) {
      try ArtifactContent.take($1, into: &$0.artifact)
    },
    .command(one + "/block", .work, ReportBlock.self),
    .command(one + "/fallback", .work, ReportFallback.self),
    .command(one + "/complete", .work, ReportComplete.self, adding: OutcomeFiles.parameters) {
      try OutcomeFiles.take($1, into: &$0.outcome)
    },
    .command(one + "/fail", .work, ReportFail.self, adding: OutcomeFiles.withWords) {
      try OutcomeFiles.takeWithWords($1, into: &$0.failure.outcome)
    },
    .command(
      one + "/cancelled", .work, ReportCancelled.self,
      adding: OutcomeFiles.withWords + [ReportProgress.usage]
    ) {
      try OutcomeFiles.takeWithWords($1, into: &$0.outcome)
      $0.outcome.usage = try $1.usage(ReportProgress.usage)
    },
    .command(one + "/requeue", .work, ReportRequeue.self),
  ]
}
