import CanonicalJSON
import MissionControl
import MissionModel
import MissionTools

/// The routes of workers on other machines: their claims, their reports, and what they say of themselves.
enum WorkerRoutes {
  private static let one = "/api/v1/missions/{mission_id}"
  private static let session = "/api/v1/vps/{vp_id}/sessions/{worker_id}"

  static let all: [Route] = [
    .command("/api/v1/vps/{vp_id}/claim", .work, ClaimMission.self, isLong: true),
    .command(one + "/start", .work, ReportStart.self),
    .command(one + "/heartbeat", .work, ReportHeartbeat.self),
    .command(one + "/progress", .work, ReportProgress.self),
    .command(one + "/artifact", .work, ReportArtifact.self),
    .command(one + "/block", .work, ReportBlock.self),
    .command(one + "/fallback", .work, ReportFallback.self),
    .command(one + "/complete", .work, ReportComplete.self),
    .command(one + "/fail", .work, ReportFail.self),
    .command(one + "/cancelled", .work, ReportCancelled.self),
  ]
}
