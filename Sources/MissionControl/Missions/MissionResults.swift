package import EventLog
package import MissionModel

/// What a dispatch made, or found.
package struct DispatchResult: Sendable {
  package let mission: MissionView
  /// Whether the key had been used for the same request, so that nothing was appended.
  package let replayed: Bool
  package let warnings: [Warning]
  package let hint: String?
}

/// What a cancel led to.
package struct CancelResult: Sendable {
  package let mission: MissionView
  /// Whether it had been cancelled, or asked to, before.
  package let already: Bool
  package let warnings: [Warning]
}

/// The mission that takes up another's work.
package struct RetryResult: Sendable {
  package let mission: MissionView
  package let original: MissionID
  /// Whether this retry had been made before.
  package let replayed: Bool
  package let warnings: [Warning]
}

/// What would become of a command on a mission.
package struct CommandRehearsal: Sendable {
  /// The mission as it is.
  package let mission: MissionView
  /// Why it would refuse the command; nil where it would be done.
  package let refusal: MissionError?
}

/// A mission and the newest part of its story.
package struct GetResult: Sendable {
  package let mission: MissionView
  /// The newest events, oldest first.
  package let events: [RecordedEvent]
  /// How many events the mission has in all, heartbeats among them.
  package let eventsTotal: Int64
  /// The version to ask for events before, where there are older ones.
  package let nextBefore: Int64?
  /// That events which may have moved it can't be read.
  package let warnings: [Warning]
}

/// A page of missions, newest dispatch first.
package struct ListResult: Sendable {
  package let missions: [MissionView]
  /// Where the next page begins; nil on the last one.
  package let nextCursor: String?
  /// The ledgers that were left out, and the missions that can't be read whole.
  package let warnings: [Warning]
}

/// What became of the missions that were waited for, each in the order it was asked for.
package struct WaitResult: Sendable {
  package let done: [MissionView]
  package let pending: [MissionView]
  package let timedOut: Bool
  package let waitedSeconds: Double
}
