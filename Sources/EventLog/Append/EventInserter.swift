import CanonicalJSON
import EventLogSQLite
import Platform

/// A writer of events' rows and all that belongs to them: names, streams, leaves, the tree's
/// hashes.
///
/// It lives as long as its connection, so that its statement and the dictionary last from batch to
/// batch.
final class EventInserter {
  private let rows: EventRowReader
  private let connection: Connection
  private var encoder: EventEncoder
  /// The encoder of the thread that helps with large batches; nil until there is one.
  private var helper: Condition<EventEncoder>?
  /// The number of the encoders' dictionary, 0 for none; nil if it has to be asked for.
  private var dictionary: Int64? = 0
  private var names: [ExactText: InternedName] = [:]
  private let insertEvent: Statement
  /// Whether the next batch's state also says that this build wrote it.
  var recordsWriter = false

  /// Prepares the statement.
  init(rows: EventRowReader) throws(LogError) {
    self.rows = rows
    let connection = rows.connection
    self.connection = connection
    encoder = EventEncoder(ledger: rows.ledger)
    insertEvent = try LogError.translating("preparing to append") { () throws(SQLiteError) in
      try connection.prepare(
        """
        INSERT INTO events(\(EventColumn.names)) VALUES (\(EventColumn.placeholders))
        """)
    }
  }

  /// Takes over the current dictionary, which another connection may have added.
  func catchUp() throws(LogError) {
    let current = try LogError.translating("reading dictionaries") { () throws(SQLiteError) in
      let query = try connection.statement("SELECT max(id) FROM dictionaries")
      defer { query.reset() }
      return try query.step() ? query.int64(at: 0) : 0
    }
    guard current != dictionary else { return }
    encoder = EventEncoder(
      ledger: rows.ledger, dictionary: try rows.dictionary(current).map { (current, $0) })
    helper = nil
    dictionary = current
  }

  /// Forgets what it knows of the file, after a rollback or when something else may have changed
  /// it.
  func forget() {
    names.removeAll()
    dictionary = nil
    recordsWriter = false
  }

  /// Writes events in order, each with its stream's name if it is the first, and moves the tree's
  /// frontier.
  func insert(
    _ events: [WriterState.Pending], moving frontier: inout MerkleFrontier
  ) throws(SQLiteError) {
    var items: [EncodingLine.Item] = []
    items.reserveCapacity(events.count)
    for item in events {
      items.append(
        EncodingLine.Item(
          envelope: try envelope(of: item.event, in: item.stream),
          payload: item.event.payload.bytes))
    }
    guard items.count >= EncodingLine.fewest else {
      for item in items {
        let encoded = encoder.encode(item.envelope, item.payload)
        try insert(item, encoded, moving: &frontier)
      }
      return
    }
    let helper =
      helper ?? Condition(EventEncoder(ledger: rows.ledger, dictionary: encoder.dictionary))
    self.helper = helper
    try EncodingLine(items).forEach(encodedBy: encoder, and: helper) {
      item, encoded throws(SQLiteError) in
      try insert(item, encoded, moving: &frontier)
    }
  }

  /// Writes an event of a sealed log, without hashes of its tree; `isFirst` is for the first event
  /// of its stream that is here, which carries the stream's name.
  func insertAlone(
    _ event: RecordedEvent, in stream: StreamEntry, isFirst: Bool
  ) throws(SQLiteError) {
    let item = EncodingLine.Item(
      envelope: try envelope(of: event, in: stream), payload: event.payload.bytes)
    let encoded = encoder.encode(item.envelope, item.payload)
    try insert(item, encoded, node: nil, isFirst: isFirst)
  }

  private func envelope(
    of event: RecordedEvent, in stream: StreamEntry
  ) throws(SQLiteError) -> Envelope {
    Envelope(
      position: event.position, stream: stream, version: event.version,
      type: try name(event.type), schema: Int64(event.schema),
      recordedAt: event.recordedAt.microseconds, occurredAt: event.occurredAt?.microseconds,
      actor: try name(event.actor), causation: event.causation?.description,
      requestID: event.requestID, traceID: event.traceID)
  }

  private func insert(
    _ item: EncodingLine.Item, _ encoded: EncodedEvent, moving frontier: inout MerkleFrontier
  ) throws(SQLiteError) {
    let position = item.envelope.position
    let subtree = frontier.append(encoded.leaf)
    let hasNode = position % MerkleFrontier.nodeInterval == 0
    try insert(
      item, encoded, node: hasNode ? frontier.lastPeak?.bytes : nil,
      isFirst: item.envelope.version == 1)
    if let subtree { try insert(subtree: subtree, endingAt: position) }
  }

  private func insert(
    _ item: EncodingLine.Item, _ encoded: EncodedEvent, node: [UInt8]?, isFirst: Bool
  ) throws(SQLiteError) {
    let envelope = item.envelope
    let stream = envelope.stream
    let row = insertEvent
    // Values are bound by places from 1 and read by places from 0.
    try row.bind(envelope.position, at: 1 + EventColumn.position)
    try row.bind(stream.id, at: 1 + EventColumn.stream)
    try row.bind(envelope.version, at: 1 + EventColumn.version)
    try row.bind(envelope.type.id, at: 1 + EventColumn.type)
    try row.bind(envelope.schema, at: 1 + EventColumn.schema)
    try row.bind(envelope.recordedAt, at: 1 + EventColumn.recordedAt)
    try row.bind(envelope.occurredAt, at: 1 + EventColumn.occurredAt)
    try row.bind(envelope.actor.id, at: 1 + EventColumn.actor)
    try row.bind(envelope.causation, at: 1 + EventColumn.causation)
    try row.bind(envelope.requestID, at: 1 + EventColumn.requestID)
    try row.bind(envelope.traceID, at: 1 + EventColumn.traceID)
    try row.bind(item.payload.count, at: 1 + EventColumn.size)
    try row.bind(Int64(bitPattern: encoded.leaf.leading), at: 1 + EventColumn.leaf)
    try row.bind(encoded.codec.stored, at: 1 + EventColumn.codec)
    try row.bind(encoded.block, at: 1 + EventColumn.payload)
    try row.bind(node, at: 1 + EventColumn.node)
    try row.bind(isFirst ? stream.name.string : nil, at: 1 + EventColumn.streamName)
    try row.bind(isFirst ? stream.salt : nil, at: 1 + EventColumn.streamSalt)
    try row.run()
  }

  /// Writes the hash of the 256 leaves that end at a position.
  private func insert(subtree: Digest, endingAt size: Int64) throws(SQLiteError) {
    let row = try connection.statement("INSERT INTO subtrees(number, hash) VALUES (?, ?)")
    try row.bind(size / MerkleFrontier.subtreeSize, at: 1)
    try row.bind(subtree.bytes, at: 2)
    try row.run()
  }

  /// Writes the log's state at its last position, with the ledger's lineage, and the writer if that
  /// has changed.
  func updateState(at head: Int64, projected: Int64?) throws(SQLiteError) {
    let state = try connection.statement("UPDATE log_state SET marked = ?, projected = ?")
    try state.bind(head, at: 1)
    try state.bind(projected, at: 2)
    try state.run()
    guard recordsWriter else { return }
    let row = try connection.prepare("UPDATE ledger SET writer_version = ?, writer_commit = ?")
    try row.bind(BuildInfo.version, at: 1)
    try row.bind(BuildInfo.commit, at: 2)
    try row.run()
    recordsWriter = false
  }

  /// The number of a type or an actor, added if the file has none.
  private func name(_ text: String) throws(SQLiteError) -> InternedName {
    if let known = names[ExactText(text)] { return known }
    let query = try connection.statement("SELECT id FROM names WHERE name = ?")
    try query.bind(text, at: 1)
    let id = try query.step() ? query.int64(at: 0) : insertName(text)
    query.reset()
    let name = InternedName(id: id, name: text)
    names[ExactText(text)] = name
    return name
  }

  private func insertName(_ text: String) throws(SQLiteError) -> Int64 {
    let newest = try connection.statement("SELECT max(id) FROM names")
    let id = (try newest.step() ? newest.int64(at: 0) : 0) + 1
    newest.reset()
    let row = try connection.statement("INSERT INTO names(id, name) VALUES (?, ?)")
    try row.bind(id, at: 1)
    try row.bind(text, at: 2)
    try row.run()
    return id
  }
}
