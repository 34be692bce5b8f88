package import MissionModel

/// A request to wait for missions.
package struct WaitRequest: Hashable, Sendable {
  /// Whether all missions must be done, or one of them.
  package enum Mode: String, CaseIterable, Sendable {
    case all, any
  }

  /// When a mission counts as done.
  package enum Until: String, CaseIterable, Sendable {
    /// It ended, or can't go on by itself: blocked, stale, or its cancel overdue.
    case settled
    case terminal
    /// An event other than a heartbeat happened to it beyond a version.
    case change
  }

  package var missions: [MissionID]
  package var mode = Mode.all
  package var until = Until.settled
  /// For `change`: events up to this version are known.
  package var afterVersion: Int64 = 0
  package var timeoutSeconds: Double

  /// The longest wait by default.
  package static let standardSeconds = 45.0

  /// Makes a wait for all of `missions` to settle.
  package init(missions: [MissionID], timeoutSeconds: Double = standardSeconds) {
    self.missions = missions
    self.timeoutSeconds = timeoutSeconds
  }
}

/// The outcome of a wait: its missions in the order they were asked for.
package struct WaitResult: Sendable {
  package let done: [MissionView]
  package let pending: [MissionView]
  /// Whether time ran out; a mission whose end may be unreadable is no longer waited for, and stays
  /// pending.
  package let timedOut: Bool
  package let waitedSeconds: Double
  /// One for each mission that can't be read whole.
  package let warnings: [Warning]
}
