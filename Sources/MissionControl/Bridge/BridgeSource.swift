import CanonicalJSON
import EventLog
import EventProjections
package import MissionModel
import Platform

/// One source as the bridge reads it, and what it keeps in mind of it between two looks.
///
/// All of it can be forgotten at any time: the runtime ledger alone tells what was carried.
struct BridgeSource: Sendable {
  /// How many events are looked at in one batch at most.
  static let batchEvents = 500
  /// How many bytes of payloads are looked at in one batch at most, but for the last event's.
  private static let batchBytes = 4 << 20

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
  /// - Throws: `version_conflict` where the source is not what the cursor was read from.
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
      var (events, bytes) = (0, 0)
      try reader.forEach(after: plan.run.scanned) { event in
        if let item = try item(of: event, reader, mark) {
          plan.carry(event, item)
        } else {
          try plan.pass(event, mark)
        }
        events += 1
        bytes += event.payload.bytes.count
        return events < Self.batchEvents && bytes < Self.batchBytes
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
      try reader.forEach(after: cursor.position) { event in
        guard BridgePlan.carries(event), try trail.hasSession(event.streamID, reader) else {
          return true
        }
        oldest = event.recordedAt
        return false
      }
      return oldest
    }
  }

  /// The item that an event becomes, once it is known how many events were passed before it; nil for none.
  private mutating func item(
    of event: RecordedEvent, _ reader: LogReader, _ mark: (EventID) throws -> SourceMark
  ) throws -> ((Int64) -> BridgeDelivered)? {
    guard BridgePlan.carries(event) else {
      trail.follow(event)
      return nil
    }
    guard let (state, session, objective) = try trail.mission(of: event, reader) else { return nil }
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

/// What is to be carried from one source, and the cursor for which that was decided.
package struct BridgeBatch: Sendable {
  /// The source.
  package let ledger: String
  /// The cursor that it begins at; it is appended only while the cursor is this one.
  package let basis: SourceCursor
  /// What is to be appended.
  package let plan: BridgePlan
  /// The source's last position.
  package let head: Int64
  /// Whether the source has events that weren't looked at yet.
  package let hasMore: Bool
}
