import CanonicalJSON
import MissionControl
import MissionModel
import MissionTools
import Platform

/// The routes of workers on other machines: their claims and their reports.
///
/// A report takes, beside what the worker tools take, what the built-in worker records of a mission's files. Sent again
/// with the same `Idempotency-Key`, it is recorded once.
enum WorkerRoutes {
  private static let one = "/api/v1/missions/{mission_id}"

  static let bytes = Parameter("bytes", .integer(0...Int.max), "The file's size.")
  static let sha256 = Parameter(
    "sha256", .text(bytes: 64...64), "The file's SHA-256, hexadecimal in lower case.")
  static let deliverables = Parameter(
    "deliverables", .texts(count: 0...32), standard: "[]", "Paths in the workspace, sorted.")
  static let receipt = Parameter(
    "mission_receipt_relpath", .text(bytes: 1...4_096), "Where the receipt lies.")
  static let marker = Parameter(
    "sync_ready_marker_relpath", .text(bytes: 1...4_096), "Where the marker lies.")
  static let reason = Parameter(
    "reason", .text(bytes: 1...4_096), required: true, "Why the mission is given back.")

  static let only = Parameter(
    "mission_id", .text(bytes: 1...128),
    "The one mission that is wanted; null where it can't be claimed.")

  private static let files = [deliverables, receipt, marker]

  private static let cancelled = Route.command(
    one + "/cancelled", .work, ReportCancelled.self,
    adding: OutcomeWords.parameters + files + [ReportProgress.usage]
  ) { request, arguments in
    try takeWords(arguments, into: &request.outcome)
    try takeFiles(arguments, into: &request.outcome)
    request.outcome.usage = try arguments.usage(ReportProgress.usage)
  }

  static let all: [Route] = reports.map { $0.obeying(.idempotencyKey) } + SessionRoutes.all

  private static let reports: [Route] =
    [
      .command(
        "/api/v1/vps/{vp_id}/claim", .work, ClaimMission.self, taking: .long, adding: [only]
      ) { request, arguments in
        let text = try arguments.text(only)
        try only.check(text)
        request.request.mission = text.map { MissionID(stored: $0) }
      },
      .command(one + "/start", .work, ReportStart.self),
      .command(one + "/heartbeat", .work, ReportHeartbeat.self),
      .command(one + "/progress", .work, ReportProgress.self),
      .command(one + "/artifact", .work, ReportArtifact.self, adding: [bytes, sha256]) {
        request, arguments in
        try takeContent(arguments, into: &request.artifact)
      },
      .command(one + "/block", .work, ReportBlock.self),
      .command(one + "/fallback", .work, ReportFallback.self),
      .command(one + "/complete", .work, ReportComplete.self, adding: files) {
        request, arguments in
        try takeFiles(arguments, into: &request.outcome)
      },
      .command(one + "/fail", .work, ReportFail.self, adding: OutcomeWords.parameters + files) {
        request, arguments in
        try takeWords(arguments, into: &request.failure.outcome)
        try takeFiles(arguments, into: &request.failure.outcome)
      },
      cancelled,
      .command(
        one + "/requeue", .work, "Gives the mission back: the worker must stop.",
        answer: OneMissionAnswer.allFields,
        parameters: ReportFail.parameters + OutcomeWords.parameters + files + [reason]
      ) { arguments, context in
        var request = try ReportFail(arguments)
        try takeWords(arguments, into: &request.failure.outcome)
        try takeFiles(arguments, into: &request.failure.outcome)
        try request.check()
        let why = try arguments.requiredText(reason)
        try reason.check(why)
        return OneMissionAnswer(
          mission: try await context.fleet.report(
            .requeued(reason: why, request.failure), on: request.target.mission,
            as: request.target.token, context.call), isForWorker: true)
      },
    ]

  private static func takeContent(
    _ arguments: Arguments, into artifact: inout ArtifactReport
  ) throws(MissionError) {
    artifact.bytes = try arguments.integer(bytes).map { Int64($0) }
    artifact.sha256 = try arguments.text(sha256)
    if let size = artifact.bytes { try bytes.check(Int(size)) }
    guard let digest = artifact.sha256 else { return }
    try sha256.check(digest)
    guard [UInt8](hex: digest) != nil else {
      throw .validation("sha256 must be 64 hexadecimal digits in lower case", field: "sha256")
    }
  }

  private static func takeWords(
    _ arguments: Arguments, into outcome: inout MissionOutcome
  ) throws(MissionError) {
    try OutcomeWords.take(arguments, into: &outcome)
    try OutcomeWords.check(outcome)
  }

  private static func takeFiles(
    _ arguments: Arguments, into outcome: inout MissionOutcome
  ) throws(MissionError) {
    outcome.deliverables = (try arguments.texts(deliverables) ?? []).map(ReportArtifact.plain)
    outcome.receiptPath = try arguments.text(receipt)
    outcome.markerPath = try arguments.text(marker)
    try deliverables.check(outcome.deliverables)
    for path in outcome.deliverables where !DispatchRequest.isRelativePath(path) {
      throw .validation(
        "deliverables must be paths in the workspace, not '\(path)'", field: "deliverables")
    }
    try receipt.check(outcome.receiptPath)
    try marker.check(outcome.markerPath)
  }
}
