package import MissionModel

/// What is waited for.
package struct WaitRequest: Hashable, Sendable {
  /// Whether all missions are to be done, or one of them.
  package enum Mode: String, CaseIterable, Sendable {
    case all, any
  }

  /// When a mission counts as done.
  package enum Until: String, CaseIterable, Sendable {
    /// It ended, or can't go on by itself: blocked, stale, or its cancel overdue.
    case settled
    case terminal
    /// Anything but a heartbeat happened to it beyond a version.
    case change
  }

  package var missions: [MissionID]
  package var mode = Mode.all
  package var until = Until.settled
  /// For `change`: events up to this version are known.
  package var afterVersion: Int64 = 0
  package var timeoutSeconds: Double

  /// How long a wait lasts at most where nothing else is said.
  package static let standardSeconds = 45.0

  /// Makes a wait for all of `missions` to settle.
  package init(missions: [MissionID], timeoutSeconds: Double = standardSeconds) {
    self.missions = missions
    self.timeoutSeconds = timeoutSeconds
  }
}

/// What became of the missions that were waited for, each in the order it was asked for.
package struct WaitResult: Sendable {
  package let done: [MissionView]
  package let pending: [MissionView]
  /// Whether time ran out; one of which an end can't be read is waited for no longer, and stays pending.
  package let timedOut: Bool
  package let waitedSeconds: Double
  /// One for each mission that can't be read whole.
  package let warnings: [Warning]
}
