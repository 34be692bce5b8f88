import CanonicalJSON
import MissionControl
import MissionModel
import Platform

/// A worker's files beside the work: the receipt, and the marker that says it is complete.
struct Receipt {
  let state: MissionState
  let lane: String
  let objective: String
  let workspace: Workspace
  let worker: WorkerID
  var status: MissionStatus
  let outcome: MissionOutcome
  /// Its failure, if it failed.
  let failure: FailureReport?
  let artifacts: [Artifact]
  let completedAt: Instant

  /// Writes the receipt, whole or not at all.
  func writeReceipt() throws(PlatformError) {
    try workspace.open().writeAtomically(receipt, to: workspace.receiptPath)
  }

  /// Writes the marker, whole or not at all.
  func writeMarker() throws(PlatformError) {
    try workspace.open().writeAtomically(marker, to: workspace.markerPath)
  }

  /// `mission_receipt.json`.
  var receipt: [UInt8] {
    document { object in
      object.field("mission_id", facts.missionID.rawValue)
      object.field("vp_id", facts.vpID.rawValue)
      object.field("lane", lane)
      object.field("status", status.rawValue)
      object.field("worker_id", worker.rawValue)
      object.field("attempt", state.attempt)
      object.field("mission_type", facts.missionType)
      object.field("objective", objective)
      object.field("result_ref", workspace.resultRef)
      writeSource(into: &object)
      object.field("dispatched_at", facts.dispatchedAt)
      object.field("claimed_at", state.claimedAt)
      object.field("started_at", state.startedAt)
      object.field("completed_at", completedAt)
      object.field("updated_at", completedAt)
      object.field("outcome", object: writeOutcome)
      object.field("artifacts", array: writeArtifacts)
    }
  }

  /// `sync_ready.json`.
  var marker: [UInt8] {
    document { object in
      object.field("mission_id", facts.missionID.rawValue)
      object.field("vp_id", facts.vpID.rawValue)
      object.field("state", status.rawValue)
      object.field("ready", true)
      object.field("worker_id", worker.rawValue)
      object.field("result_ref", workspace.resultRef)
      writeSource(into: &object)
      object.field("completed_at", completedAt)
    }
  }

  private var facts: MissionFacts { state.facts }

  private func writeSource(into object: inout JSONWriter) {
    object.field("source_session_id", facts.sourceSessionID)
    object.field("source_turn_id", facts.sourceTurnID)
    object.field("reply_mode", facts.replyMode)
    object.field("trace_id", facts.traceID)
  }

  private func writeOutcome(into object: inout JSONWriter) {
    object.field("status", status.rawValue)
    object.field("message", outcome.message)
    object.field("payload", object: writePayload)
  }

  private func writePayload(into object: inout JSONWriter) {
    object.field("next_action", outcome.nextAction)
    object.field("failure_mode", failure?.failureMode.rawValue)
    object.field("failure_detail", failure?.error)
    object.field("usage", outcome.usage)
  }

  private func writeArtifacts(into list: inout JSONWriter) {
    for artifact in artifacts { list.element(object: artifact.write) }
  }

  private func document(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter(order: .asWritten)
    writer.object { object in
      object.field("version", 1)
      body(&object)
    }
    return writer.finish() + [UInt8(ascii: "\n")]
  }
}

extension Artifact {
  /// Writes the members of the artifact.
  func write(into object: inout JSONWriter) {
    object.field("path", path)
    object.field("bytes", content.bytes)
    object.field("sha256", content.sha256)
    object.field("role", role.rawValue)
  }
}
