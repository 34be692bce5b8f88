package import Platform

/// Which missions a list shows, and in which order.
package struct MissionFilter: Hashable, Sendable {
  /// How a list is ordered.
  package enum Order: String, CaseIterable, Sendable {
    /// Newest dispatch first.
    case newest
    /// Oldest dispatch first.
    case oldest
    /// Latest change first.
    case updated
  }

  /// Missions of one VP.
  package var vp: VPID?
  /// Missions with one of these statuses, or one of these effective statuses; all if empty.
  package var statuses: Set<EffectiveStatus> = []
  /// Only missions that a person should look at.
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
  /// Missions whose objective contains this text, ignoring case.
  package var grep: String?
  /// How the list is ordered.
  package var order = Order.newest

  package init() {}
}
