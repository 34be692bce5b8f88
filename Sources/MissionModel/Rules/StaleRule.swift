package import Platform

/// The stale rule: what a mission's or a session's status is worth at a given time.
///
/// A pure function of state, time and policy; it never looks at a process.
package enum StaleRule {
  /// The rule's result, and what decided it.
  package struct Judgement: Hashable, Sendable {
    /// Why it is stale; nil while it is not.
    package let reason: StaleReason?
    /// Since when it is stale; nil while it is not, or if nothing tells.
    package let since: Instant?
    /// The part of the rule that decided, as a sentence with its values.
    package let rule: RuleText
    /// The positions of the events that decided, oldest first.
    package let positions: [Int64]

    /// Whether it is stale.
    package var isStale: Bool { reason != nil }

    fileprivate init(
      reason: StaleReason?, since: Instant? = nil, rule: RuleText, positions: [Int64]
    ) {
      self.reason = reason
      self.since = since
      self.rule = rule
      self.positions = positions
    }

    /// Takes a judgement made by another process; what decided it isn't known here.
    init(told reason: StaleReason?) {
      self.init(reason: reason, rule: "", positions: [])
    }
  }

  /// Judges a mission.
  ///
  /// `session` is the session of the worker that holds it, if there is one.
  package static func judge(
    _ mission: MissionState, session: SessionState?, now: Instant, policy: MissionPolicy
  ) -> Judgement {
    guard mission.status.isHeld else {
      return Judgement(
        reason: nil, rule: "only a running or blocked mission can be stale",
        positions: [mission.statusPosition])
    }
    if let session, session.status == .lost {
      return Judgement(
        reason: .workerDead, since: session.updatedAt, rule: "the session of its worker is lost",
        positions: [mission.statusPosition, session.phasePosition])
    }
    if let lease = mission.lease {
      let expired = lease.expiresAt <= now
      return Judgement(
        reason: expired ? .claimExpired : nil, since: expired ? lease.expiresAt : nil,
        rule: "its lease \(expired ? "ran out at" : "lasts until") \(lease.expiresAt)",
        positions: [mission.statusPosition, lease.position])
    }
    return judgeWithoutLease(mission, now: now, limit: policy.staleMissionSeconds)
  }

  /// Judges a worker's session.
  package static func judge(
    _ session: SessionState, now: Instant, policy: MissionPolicy
  ) -> Judgement {
    let limit = policy.staleSessionSeconds
    switch session.status {
    case .lost:
      return Judgement(
        reason: .workerDead, since: session.updatedAt, rule: "the worker was found gone",
        positions: [session.phasePosition])
    case .degraded, .retired:
      return Judgement(
        reason: nil, rule: "a session that is \(session.status.rawValue) is not judged by silence",
        positions: [session.phasePosition])
    case .idle, .active:
      if let heartbeat = session.lastHeartbeatAt {
        return judge(
          "last heartbeat", heartbeat, .heartbeatTimeout, now: now, limit: limit,
          positions: [session.heartbeatPosition ?? session.position])
      }
      if let updated = session.updatedAt {
        return judge(
          "last change", updated, .updateTimeout, now: now, limit: limit,
          positions: [session.position])
      }
      return Judgement(
        reason: .missingTimestamps, rule: "nothing says when it was last heard of",
        positions: [session.position])
    }
  }

  /// Imported history has no lease: its first known time is judged.
  private static func judgeWithoutLease(
    _ mission: MissionState, now: Instant, limit: Double
  ) -> Judgement {
    let positions = [mission.statusPosition, mission.position].deduplicated
    let times: [(String, Instant?, StaleReason)] = [
      ("last change", mission.updatedAt, .updatedAtTimeout),
      ("start", mission.startedAt, .startedAtTimeout),
      ("dispatch", mission.facts.dispatchedAt, .createdAtTimeout),
    ]
    for (name, time, reason) in times {
      guard let time else { continue }
      return judge(name, time, reason, now: now, limit: limit, positions: positions)
    }
    return Judgement(
      reason: .missingTimestamps, rule: "it has no lease and no time at all", positions: positions)
  }

  private static func judge(
    _ name: String, _ time: Instant, _ reason: StaleReason, now: Instant, limit: Double,
    positions: [Int64]
  ) -> Judgement {
    let isOld = now.seconds(since: time) > limit
    return Judgement(
      reason: isOld ? reason : nil, since: isOld ? time.advanced(bySeconds: limit) : nil,
      rule: "its \(name) at \(time) is \(isOld ? "more" : "not more") than \(seconds: limit) old",
      positions: positions)
  }
}

extension [Int64] {
  /// The positions in order, each once.
  fileprivate var deduplicated: [Int64] { Set(self).sorted() }
}
