/// The types of a mission's events; the raw value is what the ledger stores.
package enum MissionEventType: String, Hashable, Sendable, CaseIterable {
  case dispatched = "vp.mission.dispatched"
  case imported = "vp.mission.imported"
  case claimed = "vp.mission.claimed"
  case started = "vp.mission.started"
  case heartbeat = "vp.mission.heartbeat"
  case progress = "vp.mission.progress"
  case artifact = "vp.mission.artifact"
  case blocked = "vp.mission.blocked"
  case unblocked = "vp.mission.unblocked"
  case fallback = "vp.mission.fallback"
  case cancelRequested = "vp.mission.cancel_requested"
  case completed = "vp.mission.completed"
  case failed = "vp.mission.failed"
  case cancelled = "vp.mission.cancelled"
  case requeued = "vp.mission.requeued"
  case reconciled = "vp.mission.reconciled"
  case reconciliationReversed = "vp.mission.reconciliation_reversed"
  case lateReport = "vp.mission.late_report"
  case retried = "vp.mission.retried"
  case escalated = "vp.mission.escalated"
  case acknowledged = "vp.mission.acknowledged"
  case annotated = "vp.mission.annotated"
  case workspacePruned = "vp.mission.workspace_pruned"

  /// The prefix of every type of a mission's event.
  package static let prefix = "vp.mission."

  /// Finds the type stored as `text`; costs one hash.
  package static func named(_ text: String) -> MissionEventType? { byName[text] }

  private static let byName = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

  /// Whether the mission's holder writes such an event, which renews its lease.
  package var renews: Bool {
    switch self {
    case .started, .heartbeat, .progress, .artifact, .fallback: true
    default: false
    }
  }

  /// Whether such an event changes what later decisions rest on: the status, the holder, a cancel,
  /// a retry.
  package var settles: Bool {
    switch self {
    case .dispatched, .imported, .claimed, .blocked, .unblocked, .cancelRequested, .completed,
      .failed, .cancelled, .requeued, .retried:
      true
    case .started, .heartbeat, .progress, .artifact, .fallback, .reconciled,
      .reconciliationReversed, .lateReport, .escalated, .acknowledged, .annotated,
      .workspacePruned:
      false
    }
  }
}
