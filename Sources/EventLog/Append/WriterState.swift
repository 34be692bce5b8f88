import CanonicalJSON
import EventLogSQLite
import Platform

/// The state of the log in the writer's memory: enough to decide and to number events without
/// asking the file.
///
/// Events are numbered at once and written at the next flush, so a refused command leaves nothing
/// to undo in the file.
final class WriterState {
  /// A stream as the writer knows it.
  struct Stream {
    var entry: StreamEntry
    var version: Int64
  }

  /// An event that is numbered but not written.
  struct Pending {
    var event: RecordedEvent
    var stream: StreamEntry
  }

  /// The most streams that are kept between batches.
  private static let maximumStreams = 16_384

  let rows: EventRowReader
  private let connection: Connection
  private let inserter: EventInserter
  private let randomness: Randomness

  /// The last position, pending events included.
  private(set) var head: Int64
  /// When the last event was recorded.
  private(set) var lastRecordedAt: Instant
  /// The position that the projections are at; nil while they move with the log.
  private(set) var projected: Int64?
  /// Whether another connection may have written since the last batch.
  var othersWrote = true
  /// Whether the write-ahead log is to be moved into the file after this batch.
  var wantsCheckpoint = false
  /// The error that made a statement of this batch fail; the batch can't be committed.
  var failure: (any Error)?
  /// Payload bytes that were appended in this batch.
  private(set) var batchBytes = 0

  /// The streams asked for so far; nil for a stream without events.
  private var streams: [StreamName: Stream?] = [:]
  private var frontier: MerkleFrontier
  /// Whether the next commit writes the log's state, which its write-ahead log may not have yet.
  private var marksState = true
  /// Whether the file has an earlier format; the next event raises it.
  private var raisesFormat = false
  /// Whether another build wrote the file last; an event that says so then precedes the next one.
  private var writerChanged: Bool
  private var pending: [Pending] = []
  private var writtenThrough: Int64

  /// The streams that a refused command has to restore.
  private var undo: [(StreamName, Stream?)] = []
  private var accepted: (pending: Int, head: Int64, writerChanged: Bool) = (0, 0, false)
  private var batchStart: Int64

  /// Reads the state inside a transaction; the state known before another connection wrote saves
  /// part of the reading.
  init(
    inserter: EventInserter, rows: EventRowReader, randomness: Randomness,
    before known: WriterState?
  ) throws(LogError) {
    self.inserter = inserter
    self.rows = rows
    connection = rows.connection
    self.randomness = randomness
    let name = rows.ledger
    let connection = rows.connection
    let stored = try LogError.translating("reading ledger \(name)") { () throws(SQLiteError) in
      let query = try connection.statement(
        """
        SELECT s.marked, s.projected, coalesce(e.position, 0), e.recorded_at,
          l.writer_version, l.writer_commit, f.user_version
        FROM log_state s, ledger l, pragma_user_version f
        LEFT JOIN events e ON e.position = (SELECT max(position) FROM events)
        """)
      defer { query.reset() }
      return try query.step()
        ? (
          marked: query.int64(at: 0), projected: query.optionalInt64(at: 1),
          head: query.int64(at: 2), recordedAt: query.int64(at: 3),
          writer: (query.text(at: 4), query.text(at: 5)), format: query.int64(at: 6)
        ) : nil
    }
    // A later version may have raised the file since it was opened here.
    if let stored, stored.format > LedgerFormat.version {
      throw LedgerFormat.refusal(of: "ledger \(name)", format: stored.format)
    }
    guard let stored, max(stored.marked, stored.projected ?? 0) <= stored.head else {
      throw LogError(.corrupt, "ledger \(name): its state does not fit its events")
    }
    head = stored.head
    batchStart = stored.head
    writtenThrough = stored.head
    lastRecordedAt = Instant(microseconds: stored.head > 0 ? stored.recordedAt : .min)
    projected = stored.projected
    raisesFormat = stored.format < LedgerFormat.version
    frontier = try rows.frontier(at: stored.head, knowing: known?.frontier)
    writerChanged =
      stored.head > 0 && stored.writer != (BuildInfo.version, BuildInfo.commit)
    try inserter.catchUp()
  }

  var ledger: String { rows.ledger }

  // MARK: A batch

  /// Starts a batch.
  func beginBatch() {
    if streams.count > WriterState.maximumStreams { streams.removeAll(keepingCapacity: true) }
    batchBytes = 0
    batchStart = head
    keep()
  }

  /// Writes the batch's events, and the rows that they have changed and no query has written yet.
  func flush(_ observer: (any AppendObserver)?) throws(LogError) {
    try translating { () throws(SQLiteError) in
      try inserter.insert(pending, moving: &frontier)
      writtenThrough += Int64(pending.count)
      pending.removeAll(keepingCapacity: true)
      try observer?.flush(connection)
    }
  }

  /// Writes the rows that accepted commands have changed; their events wait for the commit, since
  /// many are written faster than one at a time.
  func flushRows(_ observer: (any AppendObserver)?) throws(LogError) {
    try translating { () throws(SQLiteError) in try observer?.flushRows(connection) }
  }

  /// Writes the log's state if that is due: when the projections' position has changed, or when the
  /// write-ahead log doesn't have the state yet.
  func recordBatch(observed: Bool) throws(SQLiteError) {
    if raisesFormat, head > batchStart {
      try LedgerFormat.raise(connection)
      raisesFormat = false
    }
    let stand: Int64? =
      observed ? nil : head > batchStart ? projected ?? batchStart : projected
    guard stand != projected || (marksState && head > batchStart) else { return }
    projected = stand
    marksState = false
    try inserter.updateState(at: head, projected: stand)
  }

  /// Counts the batch's events as durable.
  func endBatch() {
    batchStart = head
  }

  /// Makes the next commit write the log's state: the write-ahead log begins anew, or may.
  func logBegins() {
    marksState = true
  }

  // MARK: A command

  /// Keeps the command's events.
  func keep() {
    undo.removeAll(keepingCapacity: true)
    accepted = (pending.count, head, writerChanged)
  }

  /// Drops the command's events.
  func discard() {
    for (name, stream) in undo.reversed() { streams.updateValue(stream, forKey: name) }
    pending.removeSubrange(accepted.pending...)
    (_, head, writerChanged) = accepted
    undo.removeAll(keepingCapacity: true)
  }

  /// Numbers an event and keeps it for the next flush.
  func append(
    _ event: NewEvent, to name: StreamName, expecting expected: ExpectedVersion, now: Instant
  ) throws(LogError) -> RecordedEvent {
    try event.check()
    let known = try stream(named: name)
    let version = known?.version ?? 0
    guard expected.admits(version) else {
      throw LogError(
        .versionConflict, "stream \(name) is at version \(version), not at the one expected")
    }
    let position = head + 1
    let stream =
      known
      ?? Stream(
        entry: StreamEntry(id: position, name: name, salt: randomness.bytes(16)), version: 0)
    let recorded = RecordedEvent(
      ledger: ledger, position: position, stream: name, streamID: stream.entry.id,
      version: version + 1, type: event.type, schema: event.schema,
      // Later than this batch's moment only after readmitting events that are ahead of the clock.
      recordedAt: max(now, lastRecordedAt),
      occurredAt: event.occurredAt, actor: event.actor, causation: event.causation,
      requestID: event.requestID, traceID: event.traceID, payload: event.payload)
    number(recorded, in: stream.entry, known)
    return recorded
  }

  /// Takes in an event as another copy of this log has numbered it.
  func readmit(_ line: ExportLine) throws(LogError) -> RecordedEvent {
    let event = line.event
    try NewEvent(
      type: event.type, schema: event.schema, payload: event.payload, occurredAt: event.occurredAt,
      actor: event.actor, causation: event.causation, requestID: event.requestID,
      traceID: event.traceID
    ).check()
    let known = try stream(named: event.stream)
    guard event.ledger == ledger, event.position == head + 1,
      event.version == (known?.version ?? 0) + 1, event.recordedAt >= lastRecordedAt,
      known?.entry.salt ?? line.salt == line.salt
    else {
      throw LogError(
        .versionConflict, "\(event.id) is not what comes next in ledger \(ledger), at \(head)")
    }
    let entry =
      known?.entry ?? StreamEntry(id: event.position, name: event.stream, salt: line.salt)
    let recorded = event.numbered(entry.id)
    number(recorded, in: entry, known)
    return recorded
  }

  /// Keeps an event for the next flush.
  private func number(_ recorded: RecordedEvent, in entry: StreamEntry, _ known: Stream?) {
    undo.append((recorded.stream, known))
    streams[recorded.stream] = Stream(entry: entry, version: recorded.version)
    pending.append(Pending(event: recorded, stream: entry))
    head = recorded.position
    lastRecordedAt = recorded.recordedAt
    batchBytes += recorded.payload.bytes.count
  }

  /// The event that says that another build writes from here on; nil if none is due.
  func takeWriterChange() -> NewEvent? {
    guard writerChanged else { return nil }
    writerChanged = false
    inserter.recordsWriter = true
    return .writerChanged
  }

  // MARK: Reading

  /// A stream; nil when it has no event.
  func stream(named name: StreamName) throws(LogError) -> Stream? {
    if let known = streams[name] { return known }
    let stored = try translating { () throws(SQLiteError) in
      let query = try connection.statement(
        """
        SELECT id, salt, (SELECT max(version) FROM events WHERE stream = streams.id)
        FROM streams WHERE name = ?
        """)
      try query.bind(name.string, at: 1)
      defer { query.reset() }
      return try query.step()
        ? Stream(
          entry: StreamEntry(id: query.int64(at: 0), name: name, salt: query.blob(at: 1)),
          version: query.int64(at: 2))
        : nil
    }
    streams.updateValue(stored, forKey: name)
    return stored
  }

  /// The event at a position, pending ones included.
  func event(at position: Int64) throws(LogError) -> RecordedEvent? {
    if position > writtenThrough {
      return position <= head ? pending[Int(position - writtenThrough - 1)].event : nil
    }
    return try stored.event(at: position)
  }

  /// A stream's events after a version, pending ones included.
  func events(of name: StreamName, afterVersion version: Int64) throws(LogError) -> [RecordedEvent]
  {
    guard let stream = try stream(named: name), stream.version > version else { return [] }
    let id = stream.entry.id
    let written =
      id > writtenThrough ? [] : try stored.events(ofStreamAt: id, afterVersion: version)
    // The rest of them is pending, the newest last.
    let missing = stream.version - (written.last?.version ?? version)
    var waiting: [RecordedEvent] = []
    var index = pending.endIndex
    while waiting.count < missing, index > pending.startIndex {
      index -= 1
      if pending[index].stream.id == id { waiting.append(pending[index].event) }
    }
    return written + waiting.reversed()
  }

  /// A stream's events after a version that a filter admits, pending ones included.
  func events(
    of name: StreamName, afterVersion version: Int64, matching filter: EnvelopeFilter
  ) throws(LogError) -> [RecordedEvent] {
    guard let stream = try stream(named: name), stream.version > version else { return [] }
    let id = stream.entry.id
    let written =
      id > writtenThrough
      ? [] : try stored.events(ofStreamAt: id, afterVersion: version, matching: filter)
    let waiting = pending.lazy.filter { pending in
      pending.stream.id == id && pending.event.version > version && filter.admits(pending.event)
    }
    return written + waiting.map(\.event)
  }

  /// Events after a position, in order, pending ones included.
  func events(after position: Int64, limit: Int) throws(LogError) -> [RecordedEvent] {
    let written = try stored.events(after: position, limit: limit)
    let waiting = pending.dropFirst(Int(max(0, position - writtenThrough)))
    return Array((written + waiting.lazy.map(\.event)).prefix(limit))
  }

  private var stored: LogReader { LogReader(rows: rows, head: writtenThrough) }

  private func translating<T>(_ body: () throws(SQLiteError) -> T) throws(LogError) -> T {
    do throws(LogError) {
      return try LogError.translating("writing to ledger \(ledger)", body)
    } catch {
      failure = error
      throw error
    }
  }
}
