package import MissionModel

/// Which part of a mission's story is wanted with it.
package struct GetRequest: Hashable, Sendable {
  /// How many of the newest events.
  package var events = 20
  /// Whether heartbeats are among them.
  package var heartbeats = false
  /// Only events below this version.
  package var before: Int64?

  package init() {}
}

/// Which missions a list is to hold, and which part of it.
package struct ListRequest: Hashable, Sendable {
  package var filter = MissionFilter()
  package var limit = 20
  /// Where the page begins: the `nextCursor` of the one before.
  package var cursor: String?
  /// Whether the full objects are wanted.
  package var withRequests = false

  package init() {}
}

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

/// A command of which it can be asked whether a mission would refuse it.
package enum RehearsedCommand: String, CaseIterable, Sendable {
  case cancel, retry, acknowledge
}

/// How a mission is to be tried again.
package struct RetryRequest: Hashable, Sendable {
  /// What is to be done otherwise this time.
  package var guidance: String?
  /// Whether it starts in an empty workspace.
  package var freshWorkspace = false
  /// Another VP than the first one's.
  package var vp: VPID?

  package init() {}
}
