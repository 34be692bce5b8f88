/// Everything that can happen to a mission.
package enum MissionEvent: Hashable, Sendable {
  indirect case dispatched(MissionDispatched)
  indirect case imported(MissionImported)
  case claimed(MissionClaimed)
  case started(MissionStarted)
  case heartbeat(MissionHeartbeat)
  case progress(MissionProgressed)
  case artifact(MissionArtifact)
  case blocked(MissionBlocked)
  case unblocked(MissionUnblocked)
  case fallback(MissionFallback)
  case cancelRequested(MissionCancelRequested)
  case completed(MissionCompleted)
  case failed(MissionFailed)
  case cancelled(MissionCancelled)
  case requeued(MissionRequeued)
  case reconciled(MissionReconciled)
  case reconciliationReversed(MissionReconciliationReversed)
  case lateReport(MissionLateReport)
  case retried(MissionRetried)
  case escalated(MissionEscalated)
  case acknowledged(MissionAcknowledged)
  case annotated(MissionAnnotated)
  case workspacePruned(MissionWorkspacePruned)
  /// A type or a schema that this build doesn't know: kept and shown, never folded.
  case unknown(UnknownEvent)
}

/// Everything that can happen to a worker's session.
package enum SessionEvent: Hashable, Sendable {
  case registered(SessionRegistered)
  case heartbeat(SessionHeartbeat)
  case degraded(SessionDegraded)
  case lost(SessionLost)
  case retired(SessionRetired)
  /// A type or a schema that this build doesn't know.
  case unknown(UnknownEvent)
}

/// Everything that can happen to a VP's queue.
package enum QueueEvent: Hashable, Sendable {
  case paused(QueuePaused)
  case resumed(QueueResumed)
  case imported(QueueImported)
  /// A type or a schema that this build doesn't know.
  case unknown(UnknownEvent)
}
