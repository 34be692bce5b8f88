import EventLog
import MissionModel
import Platform

/// One source as the bridge reads it, with what it remembers between two looks.
///
/// The memory can be dropped at any time: the runtime ledger alone records what was carried.
struct BridgeSource: Sendable {
  /// How many events are looked at in one batch at most.
  static let batchEvents = 500

  /// The number of failures so far, and the last one.
  var errorsTotal: Int64 = 0
  var lastError: MissionError?

  /// The open ledger that the rest belongs to.
  private var log: EventLog?
  private var trail: MissionTrail
  /// A run of passed events after a cursor, still too short to be recorded.
  private var pending: (cursor: SourceCursor, run: BridgePlan.Run)?

  /// Makes a source of which nothing was read; older payloads are read by these chains.
  init(_ upcasting: Upcasting) {
    trail = MissionTrail(upcasting)
  }

  /// Forgets what it has read.
  mutating func forget() {
    log = nil
    trail = MissionTrail(trail.upcasting)
    pending = nil
  }

  /// Decides which events of a source to carry, from one snapshot of it; blocks.
  ///
  /// An unreadable event ends the batch: what comes before it is carried, and the next look begins
  /// there.
  ///
  /// - Throws: `version_conflict` where the source is not the one that the cursor was read from;
  ///   the error of the first event, once nothing before it waits to be recorded.
  mutating func read(
    _ source: EventLog, after cursor: SourceCursor, now: Instant
  ) throws -> BridgeBatch {
    if log !== source { forget() }
    log = source
    return try source.readBlocking { reader in
      try Self.check(cursor, lineage: source.lineage, reader)
      let mark = { (event: EventID) throws -> SourceMark in
        guard let leaf = try reader.leaf(at: event.position) else {
          throw MissionError(.ledgerCorrupt, "\(event) can't be found again")
        }
        return SourceMark(event: event, lineage: source.lineage, leaf: leaf)
      }
      let run = pending.flatMap { $0.cursor == cursor ? $0.run : nil }
      var plan = BridgePlan(after: run ?? BridgePlan.Run(after: cursor.position))
      var extent = BridgeExtent(events: Self.batchEvents)
      do {
        try Self.forEach(reader, after: plan.run.scanned) { event in
          if let item = try item(of: event, reader, mark) {
            plan.carry(event, item)
          } else {
            try plan.pass(event, mark)
          }
          return extent.hasRoom(after: event)
        }
      } catch  where !plan.changes.isEmpty {
        // The error returns at the next look, when this event is the first.
      }
      let hasMore = plan.run.scanned < reader.head
      if !hasMore { try plan.finish(ledger: source.name, now: now, mark) }
      pending = plan.changes.isEmpty ? (cursor, plan.run) : nil
      return BridgeBatch(
        ledger: source.name, basis: cursor, plan: plan, head: reader.head, hasMore: hasMore)
    }
  }

  /// The recording time of the first event after a cursor that a feed will carry, in a source of a
  /// lineage; nil where none waits.
  ///
  /// - Throws: what `read` throws.
  mutating func oldestWaiting(
    _ source: EventLog, of lineage: String, after cursor: SourceCursor
  ) throws -> Instant? {
    try source.readBlocking { reader in
      try Self.check(cursor, lineage: lineage, reader)
      var oldest: Instant?
      try Self.forEach(reader, after: cursor.position) { event in
        guard BridgePlan.carries(event), try trail.hasSession(event.streamID, reader) else {
          return true
        }
        oldest = event.recordedAt
        return false
      }
      return oldest
    }
  }

  /// Looks ahead of a cursor as far as a bridge may have come before it was stopped, from the last
  /// place looked at.
  ///
  /// - Throws: what stops a bridge there.
  mutating func lookAhead(_ source: EventLog, along way: inout ClearWay) throws {
    try source.readBlocking { reader in
      try Self.check(way.cursor, lineage: way.lineage, reader)
      guard way.goesOn else { return }
      try Self.forEach(reader, after: way.seen) { event in
        _ = try mission(of: event, reader)
        way.take(event)
        return way.goesOn
      }
    }
  }

  /// Hands each event after a place to `body`, until that returns false.
  ///
  /// - Throws: what `body` throws; for a newer schema and for damage, an error that names the event
  ///   and the way past it.
  private static func forEach(
    _ reader: LogReader, after place: Int64, _ body: (RecordedEvent) throws -> Bool
  ) throws {
    var next = place + 1
    do {
      try reader.forEach(after: place) { event in
        next = event.position
        do {
          let goesOn = try body(event)
          next += 1
          return goesOn
        } catch let error as MissionError where error.code == .eventSchemaTooNew {
          throw MissionError(
            error.code,
            "\(event.id) of \(event.stream) can't be carried, and nothing after it in ledger \(reader.ledger) is: "
              + "\(error.message); `missionlog bridge cursor set \(event.position) --ledger "
              + "\(reader.ledger)` skips this event, and goes on to the mission's next"
          )
        }
      }
    } catch let error as LogError where error.code == .corrupt {
      // Setting the cursor also passes by whatever waits before it.
      let first =
        next == place + 1
        ? "" : "once `missionlog bridge run --once` has carried what comes before, "
      throw MissionError(
        .ledgerCorrupt,
        "\(error.message), and nothing from \(reader.ledger):\(next) on is carried: "
          + "`missionlog verify` checks the whole ledger, \(first)"
          + "`missionlog bridge cursor set \(next) --ledger \(reader.ledger)` skips it")
    }
  }

  /// The item for an event, by the number of events that were passed before it; nil where no feed
  /// carries the event.
  private mutating func item(
    of event: RecordedEvent, _ reader: LogReader, _ mark: (EventID) throws -> SourceMark
  ) throws -> ((Int64) -> BridgeDelivered)? {
    guard let (state, session, objective) = try mission(of: event, reader) else { return nil }
    let mark = try mark(event.id)
    return { skipped in
      BridgeDelivered(
        source: mark, eventType: event.type, missionID: state.facts.missionID,
        vpID: state.facts.vpID, sourceSessionID: session,
        sourceTurnID: state.facts.sourceTurnID, replyMode: state.facts.replyMode,
        missionStatus: state.status, resultRef: state.outcome?.resultRef, objective: objective,
        eventPayload: event.payload, eventRecordedAt: event.recordedAt, skippedBefore: skipped)
    }
  }

  /// The mission of an event that a feed carries, as that event left it; else nil.
  private mutating func mission(
    of event: RecordedEvent, _ reader: LogReader
  ) throws -> (state: MissionState, session: String, objective: String)? {
    guard BridgePlan.carries(event) else {
      trail.follow(event)
      return nil
    }
    return try trail.mission(of: event, reader)
  }

  /// Refuses a ledger that is not the one that a cursor was read from: it was replaced, restored or
  /// rewritten.
  static func check(
    _ cursor: SourceCursor, lineage: String, _ reader: LogReader
  ) throws {
    guard let known = cursor.lineage else { return }
    let way =
      "nothing is carried from it until its cursor is set: `missionlog bridge cursor "
      + "set N|reset-to-latest|reset-to-zero --ledger \(cursor.ledger)`"
    guard known == lineage else {
      throw MissionError(
        .versionConflict,
        "ledger \(cursor.ledger) is not the one that the bridge has read (its lineage is \(lineage), "
          + "the cursor's \(known)): \(way)")
    }
    guard let leaf = cursor.leaf else { return }
    guard try reader.leaf(at: cursor.position) == leaf else {
      throw MissionError(
        .versionConflict,
        "ledger \(cursor.ledger) is not as the bridge has read it: "
          + (cursor.position > reader.head
            ? "it ends at \(reader.head), the cursor is at \(cursor.position)"
            : "its event \(cursor.position) is a different one") + "; \(way)")
    }
  }
}
