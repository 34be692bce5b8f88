import CanonicalJSON
import MissionControl
import MissionModel
import MissionTools
import Testing

@testable import MissionClient

@Suite struct WorkerReportTests {
  private static let outcome = MissionOutcome(
    resultRef: "workspace:///w", message: "done", nextAction: "rest",
    usage: Usage(runtimeSeconds: Millionths(1.5), llmCalls: 2, costUSD: nil))

  /// What a server's tools make of a report that was sent as `report` is.
  private func received<Request: WorkerToolRequest>(
    _ report: WorkerReport, _ type: Request.Type
  ) throws -> WorkerReport {
    let body = JSONText.object { writer in
      writer.field("mission_id", "00000000-0000-7000-8000-000000000001")
      writer.field("worker_id", "w1")
      writer.field("attempt", 1)
      report.writeMembers(into: &writer)
    }
    return try Request(Arguments(json: body.bytes, for: Request.parameters)).report()
  }

  @Test func aReportIsReadAsItWasWritten() throws {
    let started = WorkerReport.started(workspace: "/w")
    #expect(try received(started, ReportStart.self) == started)
    #expect(try received(.heartbeat, ReportHeartbeat.self) == .heartbeat)
    let progress = WorkerReport.progress(
      ProgressReport(
        summary: "half", percent: 50, usage: Self.outcome.usage,
        detail: JSONText.object { $0.field("a", 1) }))
    #expect(try received(progress, ReportProgress.self) == progress)
    let artifact = WorkerReport.artifact(ArtifactReport(path: "a/b", role: .supporting))
    #expect(try received(artifact, ReportArtifact.self) == artifact)
    let blocked = WorkerReport.blocked(question: "which?", options: ["a", "b"])
    #expect(try received(blocked, ReportBlock.self) == blocked)
    let fallback = WorkerReport.fallback(from: "a", to: "b", reason: "c")
    #expect(try received(fallback, ReportFallback.self) == fallback)
    let completed = WorkerReport.completed(Self.outcome)
    #expect(try received(completed, ReportComplete.self) == completed)
    let failed = WorkerReport.failed(
      FailureReport(
        error: "no", failureMode: .selfReported,
        outcome: MissionOutcome(usage: Self.outcome.usage)))
    #expect(try received(failed, ReportFail.self) == failed)
    let cancelled = WorkerReport.cancelled(reason: "asked to")
    #expect(try received(cancelled, ReportCancelled.self) == cancelled)
  }
}
