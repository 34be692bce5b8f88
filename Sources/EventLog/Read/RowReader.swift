import CanonicalJSON
import EventLogLZ4
import EventLogSQLite
import Platform

/// Turns rows of one connection into events, keeping what many rows share.
///
/// It belongs to the thread that uses its connection.
final class RowReader {
  /// The columns that every query of events selects, in the order in which they are read.
  static let columns = """
    position, stream, version, type, schema, recorded_at, occurred_at, actor, causation, \
    request_id, trace_id, size, codec, leaf, payload
    """
  /// How many names are kept at most.
  private static let maximumNames: Int64 = 65_536
  /// How many streams are kept at most.
  private static let maximumStreams = 8_192

  let ledger: String
  let connection: Connection
  /// Names by their numbers, which are dense from 1.
  private var names: [InternedName?] = []
  private var streams: [Int64: StreamEntry] = [:]
  private var dictionaries: [Int64: CompressionDictionary] = [:]
  private var leaves: LeafWriter

  init(ledger: String, connection: Connection) {
    self.ledger = ledger
    self.connection = connection
    leaves = LeafWriter(ledger: ledger)
  }

  /// Forgets what it keeps: the file may hold something else by now.
  func forget() {
    names.removeAll()
    streams.removeAll()
    dictionaries.removeAll()
  }

  // MARK: Events

  /// The event of the current row, checked against its leaf unless the caller answers for that.
  func event(_ row: Statement, checkingLeaf: Bool) throws(LogError) -> RecordedEvent {
    let envelope = try envelope(row)
    let payload = try payload(row, of: envelope.position)
    if checkingLeaf {
      try check(hash(of: envelope, payload: payload.span), row, at: envelope.position)
    }
    return RecordedEvent(
      ledger: ledger, position: envelope.position, stream: envelope.stream.name,
      streamID: envelope.stream.id, version: envelope.version, type: envelope.type.name,
      schema: Int(envelope.schema), recordedAt: Instant(microseconds: envelope.recordedAt),
      occurredAt: envelope.occurredAt.map(Instant.init(microseconds:)),
      actor: envelope.actor.name, causation: envelope.causation.flatMap { EventID($0) },
      requestID: envelope.requestID, traceID: envelope.traceID,
      payload: JSONText(trusted: payload))
  }

  /// The leaf's hash of the current row, computed from what it holds and compared with what it kept.
  func checkedLeaf(_ row: Statement) throws(LogError) -> Digest {
    let envelope = try envelope(row)
    let payload = try payload(row, of: envelope.position)
    let hash = hash(of: envelope, payload: payload.span)
    try check(hash, row, at: envelope.position)
    return hash
  }

  /// The export line of the current row, its leaf checked.
  func exportLine(_ row: Statement) throws(LogError) -> [UInt8] {
    let envelope = try envelope(row)
    let payload = try payload(row, of: envelope.position)
    try check(hash(of: envelope, payload: payload.span), row, at: envelope.position)
    return leaves.exportLine(of: envelope, payload: payload.span)
  }

  private func hash(of envelope: Envelope, payload: Span<UInt8>) -> Digest {
    leaves.hash(of: envelope, payload: payload)
  }

  private func check(_ leaf: Digest, _ row: Statement, at position: Int64) throws(LogError) {
    guard Int64(bitPattern: leaf.leading) == row.int64(at: 13) else {
      throw corrupt(position, "what is stored is not what was appended (its leaf differs)")
    }
  }

  private func envelope(_ row: Statement) throws(LogError) -> Envelope {
    let position = row.int64(at: 0)
    return Envelope(
      position: position, stream: try stream(row.int64(at: 1), of: position),
      version: row.int64(at: 2), type: try name(row.int64(at: 3), of: position),
      schema: row.int64(at: 4), recordedAt: row.int64(at: 5), occurredAt: row.optionalInt64(at: 6),
      actor: try name(row.int64(at: 7), of: position), causation: row.optionalText(at: 8),
      requestID: row.optionalText(at: 9), traceID: row.optionalText(at: 10))
  }

  private func payload(_ row: Statement, of position: Int64) throws(LogError) -> [UInt8] {
    let size = row.int64(at: 11)
    guard size >= 0, size <= NewEvent.maximumPayload else {
      throw corrupt(position, "its payload's size is said to be \(size) bytes")
    }
    let (form, dictionary) = try codec(row.int64(at: 12), of: position)
    var payload: [UInt8]?
    row.withBytes(at: 14) { block in
      payload = try? Decoder.decode(block, form: form, dictionary: dictionary, size: Int(size))
    }
    guard let payload else {
      throw corrupt(position, "its payload is not a block of \(size) bytes")
    }
    return payload
  }

  // MARK: What rows share

  /// The type or actor of a number.
  func name(_ id: Int64, of position: Int64) throws(LogError) -> InternedName {
    if id > 0, id < names.count, let known = names[Int(id)] { return known }
    let found = try LogError.translating("reading a name") { () throws(SQLiteError) in
      let query = try connection.statement("SELECT name FROM names WHERE id = ?")
      try query.bind(id, at: 1)
      defer { query.reset() }
      return try query.step() ? query.text(at: 0) : nil
    }
    guard let found else { throw corrupt(position, "its type or actor \(id) is not in the file") }
    let name = InternedName(id: id, name: found)
    if id > 0, id <= RowReader.maximumNames {
      if id >= names.count {
        names += [InternedName?](repeating: nil, count: Int(id) + 1 - names.count)
      }
      names[Int(id)] = name
    }
    return name
  }

  /// The stream of a number.
  func stream(_ id: Int64, of position: Int64) throws(LogError) -> StreamEntry {
    if let known = streams[id] { return known }
    let found = try LogError.translating("reading a stream") { () throws(SQLiteError) in
      let query = try connection.statement("SELECT name, salt FROM streams WHERE id = ?")
      try query.bind(id, at: 1)
      defer { query.reset() }
      return try query.step()
        ? StreamEntry(
          id: id, name: StreamName(trusted: query.text(at: 0)), salt: query.blob(at: 1))
        : nil
    }
    guard let found else { throw corrupt(position, "its stream \(id) is not in the file") }
    if streams.count >= RowReader.maximumStreams { streams.removeAll(keepingCapacity: true) }
    streams[id] = found
    return found
  }

  private func codec(
    _ codec: Int64, of position: Int64
  ) throws(LogError) -> (BlockForm, CompressionDictionary?) {
    switch codec {
    case 0: return (.raw, nil)
    case 1: return (.plain, nil)
    default:
      guard let dictionary = try dictionary(codec - 1) else {
        throw corrupt(position, "it was compressed with dictionary \(codec - 1), which is missing")
      }
      return (.withDictionary, dictionary)
    }
  }

  /// The dictionary of a number; nil when the file has none.
  func dictionary(_ id: Int64) throws(LogError) -> CompressionDictionary? {
    if let known = dictionaries[id] { return known }
    let found = try LogError.translating("reading a dictionary") { () throws(SQLiteError) in
      let query = try connection.statement("SELECT sha256, bytes FROM dictionaries WHERE id = ?")
      try query.bind(id, at: 1)
      defer { query.reset() }
      return try query.step() ? (query.blob(at: 0), query.blob(at: 1)) : nil
    }
    guard let (digest, bytes) = found else { return nil }
    guard bytes.count <= CompressionDictionary.maximumSize,
      Digest(of: bytes.span).bytes == digest
    else { throw LogError(.corrupt, "dictionary \(id) of ledger \(ledger) is not what was stored") }
    let dictionary = CompressionDictionary(bytes)
    dictionaries[id] = dictionary
    return dictionary
  }

  private func corrupt(_ position: Int64, _ message: String) -> LogError {
    LogError(.corrupt, "event \(ledger):\(position) can't be served: \(message)")
  }
}
