package import EventLog
package import MissionModel

/// The part of a mission's story that is wanted with it.
package struct GetRequest: Hashable, Sendable {
  /// How many of the newest events.
  package var events = 20
  /// Whether heartbeats are among them.
  package var heartbeats = false

  package init() {}
}

/// A mission and the newest part of its story.
package struct GetResult: Sendable {
  package internal(set) var mission: MissionView
  /// The newest events, oldest first.
  package let events: [RecordedEvent]
  /// How many events the mission has in all, heartbeats among them.
  package let eventsTotal: Int64
  /// The version to ask for events before, if there are older ones.
  package let nextBefore: Int64?
  /// Warnings that events can't be read and may have moved it, or that they lie in the future.
  package let warnings: [Warning]
}
