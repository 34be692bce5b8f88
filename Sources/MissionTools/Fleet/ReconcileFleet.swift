package import CanonicalJSON
package import MissionControl
package import MissionModel
import Platform

/// `reconcile`: ends what nobody works on any more, by evidence; or says what it would end.
package struct ReconcileFleet: FleetRequest {
  /// What is done with the verdicts.
  package enum Mode: Hashable, Sendable {
    /// They are appended.
    case act
    /// They are shown; ledgers are opened for reading only.
    case dryRun
    /// They are kept for a later `apply`; ledgers are opened for reading only.
    case plan
    /// Nothing is judged: the plan's verdicts are appended exactly, or none if a mission has moved.
    case apply(ReconcilePlan)
  }

  package static let summary = "Ends missions that no worker will finish, by evidence."

  private static let dryRun = Parameter(
    "dry_run", .boolean, standard: "false", "Whether only to answer the plan, appending nothing.")
  private static let plan = Parameter(
    "plan", .object, "A plan that dry_run answered: exactly its events are appended, or nothing.")
  /// How long a reconcile may watch.
  package static let observe = Parameter(
    "observe_seconds", .number(0...3_600), standard: "0",
    "How many seconds to listen for workers whose process can't be checked.")
  package static let parameters = [dryRun, plan, observe]

  /// What is done.
  private var mode: Mode
  /// How many seconds to watch for a sign of life from workers that show none otherwise.
  private let observeSeconds: Double

  package init(_ mode: Mode = .act, observeSeconds: Double = 0) {
    self.mode = mode
    self.observeSeconds = observeSeconds
  }

  package init(_ arguments: Arguments) throws(MissionError) {
    observeSeconds = try arguments.number(Self.observe) ?? 0
    let isDry = try arguments.flag(Self.dryRun) ?? false
    mode = isDry ? .dryRun : .act
    guard let plan = arguments.value(Self.plan) else { return }
    guard !isDry, observeSeconds == 0 else {
      throw .validation("plan takes neither dry_run nor observe_seconds beside it", field: "plan")
    }
    mode = .apply(try ReconcilePlan(file: plan.bytes))
  }

  package func check() throws(MissionError) {
    try Self.observe.check(observeSeconds)
  }

  package func perform(_ context: ToolContext) async throws -> ReconcileAnswer {
    if case .apply(let plan) = mode {
      try await context.fleet.apply(plan)
      return ReconcileAnswer(mode: .act, report: ReconcileReport(carriedOut: plan), plan: plan)
    }
    let by = context.call.actor
    let report = try await context.fleet.reconcile(
      by: by, acting: mode == .act, observeSeconds: observeSeconds)
    let plan = report.plan(by: by, policy: context.fleet.reconcilePolicy)
    if mode == .plan { try Self.check(plan) }
    return ReconcileAnswer(mode: mode, report: report, plan: plan)
  }

  /// Refuses a plan that nobody could apply.
  private static func check(_ plan: ReconcilePlan) throws(MissionError) {
    let bytes = plan.file.count
    guard bytes > ReconcilePlan.maximumFileBytes else { return }
    throw MissionError(
      .payloadTooLarge,
      "the plan would have \(bytes) bytes, more than the allowed "
        + "\(ReconcilePlan.maximumFileBytes): lower reconcile_max, apply the smaller plan, and plan again"
    )
  }
}

/// What `reconcile` answers.
package struct ReconcileAnswer: DescribedAnswer {
  package static let fields = [
    Field("dry_run", .boolean), Field("now", .time), Field("count", .count),
    Field("reconciled", .list(.anyObject)), Field("lost_sessions", .list(.anyObject)),
    Field("unobserved", .list(.anyObject)), Field("kept", .list(.anyObject)),
    Field("moved", .list(.text)), Field("left", .count),
    Field("plan", .anyObject, "Exactly what a later call with plan appends.", optional: true),
  ]

  /// What was done with the verdicts.
  package let mode: ReconcileFleet.Mode
  /// The verdicts, ledger by ledger.
  package let report: ReconcileReport
  /// The verdicts as a plan.
  package let plan: ReconcilePlan

  package var warnings: [Warning] { report.warnings }
  package var hint: String? {
    if mode == .dryRun, !report.isEmpty { return "missionlog reconcile carries it out" }
    let unobserved = report.lanes.flatMap(\.verdicts.kept).filter { $0.ground == .unobserved }
    guard let longest = unobserved.map(\.neededSeconds).max() else { return nil }
    return
      "missionlog reconcile --observe \(Int64(longest.rounded(.up))) watches the unobserved ones"
  }

  package func write(into writer: inout JSONWriter) {
    writer.field("dry_run", mode != .act)
    writer.field("now", report.now.description)
    writer.field("count", report.lanes.reduce(0) { $0 + $1.verdicts.missions.count })
    writer.list("reconciled", report) { lane, writer in
      for verdict in lane.verdicts.missions { writer.write(verdict, lane: lane.lane) }
    }
    writer.list("lost_sessions", report) { lane, writer in
      for verdict in lane.verdicts.sessions {
        writer.element(
          object: { object in
            object.field("session_id", verdict.session.description)
            object.field("ledger", lane.lane)
            object.field("evidence", verdict.evidence)
          })
      }
    }
    for (name, ground) in [("unobserved", KeptMission.Ground.unobserved), ("kept", .alive)] {
      writer.list(name, report) { lane, writer in
        for kept in lane.verdicts.kept where kept.ground == ground {
          writer.write(kept, lane: lane.lane)
        }
      }
    }
    writer.list("moved", report) { lane, writer in
      for id in lane.moved { writer.element(id.rawValue) }
    }
    writer.field("left", report.left)
    if mode != .act { writer.field("plan", plan.document) }
  }
}

extension JSONWriter {
  fileprivate mutating func list(
    _ name: String, _ report: ReconcileReport,
    _ body: (ReconcileReport.Lane, inout JSONWriter) -> Void
  ) {
    field(
      name,
      array: { writer in
        for lane in report.lanes { body(lane, &writer) }
      })
  }

  fileprivate mutating func write(_ verdict: MissionVerdict, lane: String) {
    element(
      object: { object in
        object.field("mission_id", verdict.missionID.rawValue)
        object.field("ledger", lane)
        object.field("outcome", verdict.outcome)
        object.field("reason", verdict.ground.word)
        object.field("stale_reason", verdict.staleReason)
        object.field("previous_status", verdict.before)
        object.field("status", verdict.after)
        object.field("status_basis", verdict.basisAfter)
        object.field("version", verdict.version)
        object.field("evidence", verdict.evidence)
      })
  }

  fileprivate mutating func write(_ kept: KeptMission, lane: String) {
    element(
      object: { object in
        object.field("mission_id", kept.missionID.rawValue)
        object.field("ledger", lane)
        object.field("reason", kept.ground)
        object.field("stale_reason", kept.staleReason)
        object.field("silence_seconds", kept.silence?.seconds)
        object.field("silence_measure", kept.silence?.measure)
        object.field("needed_seconds", kept.neededSeconds)
        object.field("evidence", kept.evidence)
      })
  }
}
