package import MissionModel
package import Platform

/// Which missions a list shows, and in which order.
package struct MissionFilter: Hashable, Sendable {
  /// How a list is ordered.
  package enum Order: String, CaseIterable, Sendable {
    /// Newest dispatch first.
    case newest
    /// Oldest dispatch first.
    case oldest
    /// What moved last first.
    case updated
  }

  /// Missions of one VP.
  package var vp: VPID?
  /// Missions with one of these statuses, or one of these effective statuses; all when empty.
  package var statuses: Set<EffectiveStatus> = []
  /// Only what a person should look at.
  package var attention = false
  /// Missions that failed in this way.
  package var failureMode: FailureMode?
  /// Missions that one source session dispatched.
  package var sourceSessionID: String?
  /// Missions of one chain of retries.
  package var chainID: MissionID?
  /// Dispatched at or after this time.
  package var since: Instant?
  /// Dispatched at or before this time.
  package var until: Instant?
  /// Missions whose objective has this text in it, whatever its case.
  package var grep: String?
  /// How the list is ordered.
  package var order = Order.newest

  package init() {}
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

/// A mission in a list, judged at the list's time.
package struct ListedMission: Sendable {
  package let state: MissionState
  /// The session of the worker that holds it.
  package let session: SessionState?
  /// What the stale rule says.
  package let judgement: StaleRule.Judgement
  /// Its place in the list.
  package let place: ListPlace

  /// What it needs a person for; nil where it doesn't.
  package func attention(at now: Instant, _ policy: MissionPolicy) -> AttentionReason? {
    AttentionReason.of(
      state, isStale: judgement.isStale,
      isCancelOverdue: state.isCancelOverdue(at: now, policy: policy))
  }
}
