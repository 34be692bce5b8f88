package import EventLog
package import Platform

/// The events that the bridge will append for one source, decided from the source's events and the
/// cursor alone.
///
/// Events are taken in the source's order. An event that a feed carries becomes an item, which says
/// how many were passed before it; a run of others is recorded by itself once it is long or old.
package struct BridgePlan: Sendable {
  /// The length, in events, at which a run of passed events moves the cursor by itself.
  package static let longestRun: Int64 = 1_000
  /// The age, in seconds, at which a run of passed events moves the cursor by itself.
  static let oldestRun = 60.0

  /// The events to append, in order.
  package private(set) var changes: [Change] = []
  /// The run of events passed since the last change.
  package private(set) var run: Run

  /// One event to append to the runtime ledger.
  package struct Change: Sendable {
    package let event: RuntimeEvent
    /// The trace of the carried event.
    package let traceID: String?
  }

  /// Successive events that are for no feed.
  package struct Run: Hashable, Sendable {
    /// The last position looked at: the run's own, or the one before it.
    package var scanned: Int64
    /// How many there are.
    package var skipped: Int64 = 0
    /// When the first of them was recorded.
    package var since: Instant?

    /// Begins after a position.
    package init(after position: Int64) { scanned = position }
  }

  /// Begins a plan where a run ended.
  package init(after run: Run) { self.run = run }

  /// Tells whether feeds carry events like this one, as far as the event itself shows: heartbeats
  /// and imported history are left out.
  package static func carries(_ event: RecordedEvent) -> Bool {
    event.type.hasPrefix(MissionEventType.prefix)
      && event.type != MissionEventType.heartbeat.rawValue
      && event.type != MissionEventType.imported.rawValue && !event.actor.hasPrefix("import:")
  }

  /// Carries an event into its feed; `item` makes the item from the number of events passed before
  /// it.
  package mutating func carry(_ event: RecordedEvent, _ item: (Int64) -> BridgeDelivered) {
    changes.append(Change(event: .delivered(item(run.skipped)), traceID: event.traceID))
    run = Run(after: event.position)
  }

  /// Passes an event that is for no feed; `mark` is called when the run is long enough to be
  /// recorded.
  package mutating func pass(
    _ event: RecordedEvent, _ mark: (EventID) throws -> SourceMark
  ) rethrows {
    run.scanned = event.position
    run.skipped += 1
    run.since = run.since ?? event.recordedAt
    if run.skipped >= Self.longestRun { try tellRun(mark(event.id)) }
  }

  /// Ends the plan: a run that is old by now is recorded.
  package mutating func finish(
    ledger: String, now: Instant, _ mark: (EventID) throws -> SourceMark
  ) rethrows {
    guard let since = run.since, now.seconds(since: since) >= Self.oldestRun else { return }
    try tellRun(mark(EventID(ledger: ledger, position: run.scanned)))
  }

  private mutating func tellRun(_ mark: SourceMark) {
    changes.append(
      Change(
        event: .advanced(BridgeAdvanced(source: mark, skipped: run.skipped)), traceID: nil))
    run = Run(after: run.scanned)
  }
}
