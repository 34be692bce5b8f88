import EventLog
import EventProjections
import MissionModel
import Platform

/// One source as the bridge reads it, and what it keeps in mind of it between two looks.
///
/// All of it can be forgotten at any time: the runtime ledger alone tells what was carried.
struct BridgeSource: Sendable {
  /// How many events are looked at in one batch at most.
  static let batchEvents = 500

  /// What failed so far, and the last failure.
  var errorsTotal: Int64 = 0
  var lastError: MissionError?

  /// The open ledger that the rest belongs to.
  private var log: EventLog?
  private var trail: MissionTrail
  /// The run of passed events after a cursor that was not worth telling yet.
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

  /// Decides what is to be carried of a source, from one snapshot of it; blocks.
  ///
  /// What can't be read ends the batch: what comes before it is carried, and the next look begins there.
  ///
  /// - Throws: `version_conflict` where the source is not what the cursor was read from; what stands in the way of the
  ///   first event, once nothing before it waits to be told.
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
        // It is met again, as the first, once what comes before it was carried.
      }
      let hasMore = plan.run.scanned < reader.head
      if !hasMore { try plan.finish(ledger: source.name, now: now, mark) }
      pending = plan.changes.isEmpty ? (cursor, plan.run) : nil
      return BridgeBatch(
        ledger: source.name, basis: cursor, plan: plan, head: reader.head, hasMore: hasMore)
    }
  }

  /// When the first event after a cursor that a feed will carry was recorded, in a source of a lineage; nil where none
  /// waits.
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

  /// Looks as far beyond a cursor as a bridge may have come before it was stopped, from where it was looked to before.
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
  /// - Throws: what `body` throws; of a newer schema, and of damage, with the event that can't be carried and the way past
  ///   it.
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
            "\(event.id) of \(event.stream) can't be carried, and nothing after it is: \(error.message); "
              + "`missionlog bridge cursor set \(event.position) --ledger \(reader.ledger)` leaves "
              + "this event out, and goes on to the mission's next")
        }
      }
    } catch let error as LogError where error.code == .corrupt {
      // A cursor that is set passes by what waits before it too.
      let first =
        next == place + 1
        ? "" : "once `missionlog bridge run --once` has carried what comes before, "
      throw MissionError(
        .ledgerCorrupt,
        "\(error.message), and nothing from \(reader.ledger):\(next) on is carried: "
          + "`missionlog verify` looks at the whole, \(first)"
          + "`missionlog bridge cursor set \(next) --ledger \(reader.ledger)` leaves it out")
    }
  }

  /// The item that an event becomes, once it is known how many events were passed before it; nil for none.
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

  /// The mission of an event that a feed carries, as that event left it; nil for any other.
  private mutating func mission(
    of event: RecordedEvent, _ reader: LogReader
  ) throws -> (state: MissionState, session: String, objective: String)? {
    guard BridgePlan.carries(event) else {
      trail.follow(event)
      return nil
    }
    return try trail.mission(of: event, reader)
  }

  /// Refuses a ledger that is not the one that a cursor was read from: replaced, restored or rewritten.
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
        "ledger \(cursor.ledger) is another one than the bridge has read (its lineage is \(lineage), "
          + "the cursor's \(known)): \(way)")
    }
    guard let leaf = cursor.leaf else { return }
    guard try reader.leaf(at: cursor.position) == leaf else {
      throw MissionError(
        .versionConflict,
        "ledger \(cursor.ledger) is not as the bridge has read it: "
          + (cursor.position > reader.head
            ? "it ends at \(reader.head), the cursor is at \(cursor.position)"
            : "its event \(cursor.position) is another one") + "; \(way)")
    }
  }
}
