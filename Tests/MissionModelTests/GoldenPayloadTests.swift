import CanonicalJSON
import Platform
import Testing

@testable import MissionModel

/// The stored bytes of every type of event: they may never change, since what is stored is for
/// ever.
struct GoldenPayloadTests {
  static let attempt = AttemptRef(
    vpID: MissionBench.vp, workerID: MissionBench.first.worker, attempt: 1)
  static let lease = LeaseRenewal(
    expiresAt: Instant(microseconds: 1_772_357_520_000_000), bootID: "b", mono: 7)
  static let session = SessionID(vp: MissionBench.vp, worker: MissionBench.first.worker)
  static let outcome = MissionOutcome(
    resultRef: "workspace:///w", message: "done", nextAction: nil, deliverables: ["a.md"],
    receiptPath: "mission_receipt.json", markerPath: "sync_ready.json",
    usage: Usage(runtimeSeconds: Millionths(micros: 1_500_000), llmCalls: 2, costUSD: nil))

  /// A mission of another home, with all that a ledger of the predecessor tells nothing of.
  static let importedWhole: MissionImported = {
    var row = MissionImported(
      origin: MissionDispatched(
        missionID: MissionBench.id, request: DispatchRequest(vpID: MissionBench.vp, objective: "o")),
      status: .failed)
    row.progress = MissionProgress(
      at: lease.expiresAt, summary: "half", percent: Millionths(50))
    row.questions = 2
    row.question = MissionQuestion(
      questionID: "q2", question: "how?", options: ["a"], at: lease.expiresAt)
    row.lastAnswer = MissionAnswer(questionID: "q1", answer: "a", by: "x", at: lease.expiresAt)
    row.retried = MissionRetried(
      newMissionID: MissionBench.id, vpID: MissionBench.vp, guidance: "g", freshWorkspace: false)
    row.escalated = true
    row.acknowledged = true
    return row
  }()

  static let missionEvents: [(MissionEvent, String)] = [
    (
      .dispatched(
        MissionDispatched(
          missionID: MissionBench.id,
          request: DispatchRequest(vpID: MissionBench.vp, objective: "o"))),
      #"{"budget":{},"chain_id":"vp-mission-1","chain_length":1,"constraints":{},"deadline":null,"execution_mode":"sdk","idempotency_key":null,"max_attempts":1,"metadata":{},"mission_id":"vp-mission-1","mission_type":"task","not_before":null,"objective":"o","priority":100,"priority_tier":"normal","reply_mode":"async","required_outputs":[],"resolved_target_path":null,"retry_of":null,"run_id":null,"source_session_id":null,"source_turn_id":null,"success_criteria":[],"task_id":null,"trace_id":null,"vp_id":"vp.general.primary"}"#
    ),
    (
      .imported(
        MissionImported(
          origin: MissionDispatched(
            missionID: MissionBench.id,
            request: DispatchRequest(vpID: MissionBench.vp, objective: "o")), status: .completed)),
      #"{"budget":{},"chain_id":"vp-mission-1","chain_length":1,"constraints":{},"deadline":null,"execution_mode":"sdk","idempotency_key":null,"imported":{"attempt":0,"cancel_reason":null,"cancel_requested":false,"claimed_at":null,"completed_at":null,"dispatched_at":null,"failure_detail":null,"failure_mode":null,"last_heartbeat_at":null,"lease_expires_at":null,"legacy":{},"started_at":null,"status":"completed","updated_at":null,"worker_host":null,"worker_id":null},"max_attempts":1,"metadata":{},"mission_id":"vp-mission-1","mission_type":"task","not_before":null,"objective":"o","priority":100,"priority_tier":"normal","reply_mode":"async","required_outputs":[],"resolved_target_path":null,"retry_of":null,"run_id":null,"source_session_id":null,"source_turn_id":null,"success_criteria":[],"task_id":null,"trace_id":null,"vp_id":"vp.general.primary"}"#
    ),
    (
      .imported(importedWhole),
      #"{"budget":{},"chain_id":"vp-mission-1","chain_length":1,"constraints":{},"deadline":null,"execution_mode":"sdk","idempotency_key":null,"imported":{"acknowledged":true,"attempt":0,"cancel_reason":null,"cancel_requested":false,"claimed_at":null,"completed_at":null,"dispatched_at":null,"escalated":true,"failure_detail":null,"failure_mode":null,"last_answer":{"answer":"a","at":"2026-03-01T09:32:00.000000Z","by":"x","question_id":"q1"},"last_heartbeat_at":null,"last_progress":{"at":"2026-03-01T09:32:00.000000Z","percent":50,"summary":"half"},"lease_expires_at":null,"legacy":{},"question":{"at":"2026-03-01T09:32:00.000000Z","options":["a"],"question":"how?","question_id":"q2"},"questions":2,"retried":{"fresh_workspace":false,"guidance":"g","new_mission_id":"vp-mission-1","vp_id":"vp.general.primary"},"started_at":null,"status":"failed","updated_at":null,"worker_host":null,"worker_id":null},"max_attempts":1,"metadata":{},"mission_id":"vp-mission-1","mission_type":"task","not_before":null,"objective":"o","priority":100,"priority_tier":"normal","reply_mode":"async","required_outputs":[],"resolved_target_path":null,"retry_of":null,"run_id":null,"source_session_id":null,"source_turn_id":null,"success_criteria":[],"task_id":null,"trace_id":null,"vp_id":"vp.general.primary"}"#
    ),
    (
      .claimed(
        MissionClaimed(attempt: attempt, lease: lease, leaseSeconds: Millionths(120), host: "h")),
      #"{"attempt":1,"boot_id":"b","host":"h","lease_expires_at":"2026-03-01T09:32:00.000000Z","lease_seconds":120,"mono":7,"vp_id":"vp.general.primary","worker_id":"w1"}"#
    ),
    (
      .started(MissionStarted(attempt: attempt, lease: lease, workspace: "/w")),
      #"{"attempt":1,"boot_id":"b","lease_expires_at":"2026-03-01T09:32:00.000000Z","mono":7,"vp_id":"vp.general.primary","worker_id":"w1","workspace":"/w"}"#
    ),
    (
      .heartbeat(MissionHeartbeat(attempt: attempt, lease: lease)),
      #"{"attempt":1,"boot_id":"b","lease_expires_at":"2026-03-01T09:32:00.000000Z","mono":7,"vp_id":"vp.general.primary","worker_id":"w1"}"#
    ),
    (
      .progress(
        MissionProgressed(
          attempt: attempt, lease: lease, summary: "half", percent: Millionths(50),
          usage: Usage(llmCalls: 1), detail: .emptyArray)),
      #"{"attempt":1,"boot_id":"b","detail":[],"lease_expires_at":"2026-03-01T09:32:00.000000Z","mono":7,"percent":50,"summary":"half","usage":{"cost_usd":null,"llm_calls":1,"runtime_seconds":null},"vp_id":"vp.general.primary","worker_id":"w1"}"#
    ),
    (
      .artifact(
        MissionArtifact(
          attempt: attempt, lease: lease, path: "a.md", bytes: 3, sha256: "ab", role: .deliverable)),
      #"{"attempt":1,"boot_id":"b","bytes":3,"lease_expires_at":"2026-03-01T09:32:00.000000Z","mono":7,"path":"a.md","role":"deliverable","sha256":"ab","vp_id":"vp.general.primary","worker_id":"w1"}"#
    ),
    (
      .blocked(
        MissionBlocked(
          attempt: attempt, lease: lease, questionID: "q1", question: "how?", options: ["a"])),
      #"{"attempt":1,"boot_id":"b","lease_expires_at":"2026-03-01T09:32:00.000000Z","mono":7,"options":["a"],"question":"how?","question_id":"q1","vp_id":"vp.general.primary","worker_id":"w1"}"#
    ),
    (
      .unblocked(MissionUnblocked(attempt: attempt, questionID: "q1", answer: "a")),
      #"{"answer":"a","attempt":1,"question_id":"q1","vp_id":"vp.general.primary","worker_id":"w1"}"#
    ),
    (
      .fallback(MissionFallback(attempt: attempt, lease: lease, from: "x", to: "y", reason: "r")),
      #"{"attempt":1,"boot_id":"b","from":"x","lease_expires_at":"2026-03-01T09:32:00.000000Z","mono":7,"reason":"r","to":"y","vp_id":"vp.general.primary","worker_id":"w1"}"#
    ),
    (
      .cancelRequested(MissionCancelRequested(reason: "r")),
      #"{"reason":"r"}"#
    ),
    (
      .completed(MissionCompleted(attempt: attempt, outcome: outcome)),
      #"{"attempt":1,"deliverables":["a.md"],"message":"done","mission_receipt_relpath":"mission_receipt.json","next_action":null,"result_ref":"workspace:///w","sync_ready_marker_relpath":"sync_ready.json","usage":{"cost_usd":null,"llm_calls":2,"runtime_seconds":1.5},"vp_id":"vp.general.primary","worker_id":"w1"}"#
    ),
    (
      .failed(MissionFailed(attempt: attempt, by: .worker, failureMode: .selfReported, error: "e")),
      #"{"attempt":1,"by":"worker","deliverables":[],"error":"e","failure_mode":"self_reported","message":null,"mission_receipt_relpath":null,"next_action":null,"result_ref":null,"sync_ready_marker_relpath":null,"usage":null,"vp_id":"vp.general.primary","worker_id":"w1"}"#
    ),
    (
      .failed(
        MissionFailed(attempt: nil, by: .reconciler, failureMode: .stale(.workerDead), error: nil)),
      #"{"attempt":null,"by":"reconciler","deliverables":[],"error":null,"failure_mode":"stale_worker_dead","message":null,"mission_receipt_relpath":null,"next_action":null,"result_ref":null,"sync_ready_marker_relpath":null,"usage":null,"vp_id":null,"worker_id":null}"#
    ),
    (
      .cancelled(MissionCancelled(attempt: nil, by: .orchestrator, reason: "r")),
      #"{"attempt":null,"by":"orchestrator","reason":"r","vp_id":null,"worker_id":null}"#
    ),
    (
      .cancelled(
        MissionCancelled(
          attempt: attempt, by: .worker, reason: "r",
          reported: ReportedFinish(kind: .completed, outcome: outcome))),
      #"{"attempt":1,"by":"worker","reason":"r","reported":{"deliverables":["a.md"],"message":"done","mission_receipt_relpath":"mission_receipt.json","next_action":null,"result_ref":"workspace:///w","status":"completed","sync_ready_marker_relpath":"sync_ready.json","usage":{"cost_usd":null,"llm_calls":2,"runtime_seconds":1.5}},"vp_id":"vp.general.primary","worker_id":"w1"}"#
    ),
    (
      .requeued(MissionRequeued(attempt: attempt, by: .worker, reason: "worker_shutdown")),
      #"{"attempt":1,"by":"worker","reason":"worker_shutdown","vp_id":"vp.general.primary","worker_id":"w1"}"#
    ),
    (
      .reconciled(
        MissionReconciled(
          attempt: attempt, outcome: .failed, staleReason: .claimExpired, storageLane: "vp",
          reconciledBy: "reconciler", previousStatus: .running, evidence: .emptyObject)),
      #"{"attempt":1,"evidence":{},"outcome":"failed","previous_status":"running","reason":"stale_running_reconciled","reconciled_by":"reconciler","stale_reason":"claim_expired","storage_lane":"vp","vp_id":"vp.general.primary","worker_id":"w1"}"#
    ),
    (
      .reconciliationReversed(
        MissionReconciliationReversed(attempt: attempt, reverses: "vp:3", previousStatus: .failed)),
      #"{"attempt":1,"previous_status":"failed","reverses":"vp:3","vp_id":"vp.general.primary","worker_id":"w1"}"#
    ),
    (
      .lateReport(
        MissionLateReport(
          attempt: attempt, reported: ReportedFinish(kind: .cancelled, reason: "r"),
          refusal: .leaseLost)),
      #"{"attempt":1,"refusal":"lease_lost","reported":{"reason":"r","status":"cancelled"},"vp_id":"vp.general.primary","worker_id":"w1"}"#
    ),
    (
      .retried(
        MissionRetried(
          newMissionID: MissionBench.id, vpID: MissionBench.vp, guidance: nil, freshWorkspace: false
        )),
      #"{"fresh_workspace":false,"guidance":null,"new_mission_id":"vp-mission-1","vp_id":"vp.general.primary"}"#
    ),
    (
      .escalated(MissionEscalated(summary: "s", whyEscalating: "w")),
      #"{"recommended_action":null,"summary":"s","why_escalating":"w"}"#
    ),
    (
      .acknowledged(MissionAcknowledged()),
      #"{"note":null}"#
    ),
    (
      .annotated(MissionAnnotated(note: "n")),
      #"{"data":null,"note":"n"}"#
    ),
    (
      .workspacePruned(MissionWorkspacePruned(bytesFreed: 9)),
      #"{"bytes_freed":9}"#
    ),
  ]

  static let otherEvents: [(String, JSONText, String)] = [
    (
      "vp.session.registered",
      SessionRegistered(session: session, process: WorkerProcess(pid: 7, host: "h")).payload,
      #"{"boot_id":null,"host":"h","machine_id":null,"mono":null,"pid":7,"pid_namespace":null,"process_start":null,"version":null,"vp_id":"vp.general.primary","worker_id":"w1"}"#
    ),
    (
      "vp.session.heartbeat", SessionHeartbeat(session: session, bootID: "b", mono: 7).payload,
      #"{"boot_id":"b","mono":7,"vp_id":"vp.general.primary","worker_id":"w1"}"#
    ),
    (
      "vp.session.degraded", SessionDegraded(session: session, error: "e").payload,
      #"{"error":"e","vp_id":"vp.general.primary","worker_id":"w1"}"#
    ),
    (
      "vp.session.lost", SessionLost(session: session, evidence: .emptyObject).payload,
      #"{"evidence":{},"vp_id":"vp.general.primary","worker_id":"w1"}"#
    ),
    (
      "vp.session.retired", SessionRetired(session: session).payload,
      #"{"vp_id":"vp.general.primary","worker_id":"w1"}"#
    ),
    (
      "vp.queue.paused", QueuePaused(vpID: MissionBench.vp, reason: "r", until: nil).payload,
      #"{"reason":"r","until":null,"vp_id":"vp.general.primary"}"#
    ),
    (
      "vp.queue.resumed", QueueResumed(vpID: MissionBench.vp).payload,
      #"{"vp_id":"vp.general.primary"}"#
    ),
  ]

  @Test(arguments: missionEvents.indices)
  func aMissionsEventKeepsItsBytes(index: Int) throws {
    let (event, bytes) = Self.missionEvents[index]
    #expect(event.payload.string == bytes)
    #expect(event.schema == 1)
    #expect(
      try MissionEvent(type: event.type, schema: 1, payload: event.payload) == event)
  }

  @Test func everyTypeOfAMissionsEventHasItsBytes() {
    let types = Set(Self.missionEvents.map(\.0.type))
    #expect(types == Set(MissionEventType.allCases.map(\.rawValue)))
  }

  @Test(arguments: otherEvents.indices)
  func aSessionsOrQueuesEventKeepsItsBytes(index: Int) throws {
    let (type, payload, bytes) = Self.otherEvents[index]
    #expect(payload.string == bytes)
    if type.hasPrefix(SessionEventType.prefix) {
      let event = try SessionEvent(type: type, schema: 1, payload: payload)
      #expect(event.type == type)
      #expect(event.payload == payload)
    } else {
      let event = try QueueEvent(type: type, schema: 1, payload: payload)
      #expect(event.type == type)
      #expect(event.payload == payload)
    }
  }

  @Test func anUnknownFieldIsIgnoredAndAMissingOneIsNot() throws {
    let more = try JSONText(#"{"new_field":[{}],"reason":"r"}"#)
    #expect(try MissionCancelRequested(payload: more).reason == "r")
    #expect(throws: JSONError.self) {
      try MissionEvent(type: "vp.mission.claimed", schema: 1, payload: .emptyObject)
    }
  }

  @Test func anEventOfALaterBuildIsKeptAsItIs() throws {
    for (type, schema) in [("vp.mission.frozen", 1), ("vp.mission.claimed", 2)] {
      let event = try MissionEvent(type: type, schema: schema, payload: .emptyObject)
      #expect(event == .unknown(UnknownEvent(type: type, schema: schema, payload: .emptyObject)))
      #expect(event.type == type)
      #expect(event.schema == schema)
    }
  }

  @Test func anOlderPayloadGoesThroughItsChainOfSteps() throws {
    let steps = (1...2).map { schema in
      Upcasting.Step(type: "t", schema: schema) { payload in
        JSONText.object { $0.field("was", payload) }
      }
    }
    let upcasting = Upcasting(steps)
    let read = try upcasting.current(type: "t", schema: 1, payload: .emptyObject)
    #expect(read?.string == #"{"was":{"was":{}}}"#)
    #expect(
      try upcasting.current(type: "t", schema: 4, payload: .emptyObject) == nil)
  }
}
