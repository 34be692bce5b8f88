package import MissionModel
package import Platform

/// A mission in a list, judged at the list's time.
package struct ListedMission: Sendable {
  package let state: MissionState
  /// The session of the worker that holds it.
  package let session: SessionState?
  /// The last time that a person looked at it, if its row doesn't hold it and it matters.
  let lookedAt: Instant?
  /// The judgement of the stale rule.
  package let judgement: StaleRule.Judgement
  /// Its place in the list.
  package let place: ListPlace

  /// The reason why it needs a person; nil where it doesn't.
  package func attention(at now: Instant, _ policy: MissionPolicy) -> AttentionReason? {
    AttentionReason.of(
      state, stale: judgement.reason,
      overdueSince: state.cancelOverdueSince(at: now, policy: policy), lookedAt: lookedAt)
  }
}

/// A mission's place in a list: the next page begins after it.
package struct ListPlace: Hashable, Sendable {
  /// The time by which the list is ordered, in microseconds; 0 where there is none.
  package var time: Int64
  /// The position of the mission's first event.
  package var id: Int64

  package init(time: Int64, id: Int64) {
    self.time = time
    self.id = id
  }
}
