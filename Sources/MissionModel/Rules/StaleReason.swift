/// Why the stale rule doubts a mission or a session.
package enum StaleReason: String, Choice {
  /// A session whose last heartbeat is too old.
  case heartbeatTimeout = "heartbeat_timeout"
  /// A session that never sent a heartbeat and was last changed too long ago.
  case updateTimeout = "update_timeout"
  /// Nothing says when it was last heard of.
  case missingTimestamps = "missing_timestamps"
  /// The worker's session is lost.
  case workerDead = "worker_dead"
  /// The lease ran out.
  case claimExpired = "claim_expired"
  /// A mission without a lease that was last changed too long ago.
  case updatedAtTimeout = "updated_at_timeout"
  /// A mission without a lease that was started too long ago.
  case startedAtTimeout = "started_at_timeout"
  /// A mission without a lease that was dispatched too long ago.
  case createdAtTimeout = "created_at_timeout"
}
