import CanonicalJSON
import EventLogLZ4
import EventLogSQLite
import Platform

/// A reader that turns rows of one connection into events, and keeps what many rows share.
///
/// It belongs to the thread that uses its connection.
final class EventRowReader {
  /// The most names that are kept.
  private static let maximumNames: Int64 = 65_536
  /// The most streams that are kept: each number has one place, where a newer stream replaces an
  /// older one.
  private static let streamPlaces: Int64 = 8_192

  let ledger: String
  let connection: Connection
  /// Whether only some of the log's events are here, with gaps between their positions.
  let isSealed: Bool
  /// Names by their numbers, which are dense from 1.
  private var names: [InternedName?] = []
  private var streams: [StreamEntry?] = []
  private var streamQuery: Statement?
  private var dictionaries: [Int64: CompressionDictionary] = [:]
  /// The decoder of the last dictionary used: nearly all payloads of a log have the same.
  private var decoder = (dictionary: Int64(0), decoder: Decoder(dictionary: nil))
  private var leaves: LeafWriter

  init(ledger: String, connection: Connection, isSealed: Bool = false) {
    self.ledger = ledger
    self.connection = connection
    self.isSealed = isSealed
    leaves = LeafWriter(ledger: ledger)
  }

  /// Forgets everything kept, as the file may have changed.
  func forget() {
    names.removeAll()
    streams.removeAll()
    dictionaries.removeAll()
    decoder = (0, Decoder(dictionary: nil))
  }

  // MARK: Events

  /// The event of the current row, checked against its leaf unless the caller answers for that.
  func event(_ row: Statement, checkingLeaf: Bool) throws(LogError) -> RecordedEvent {
    let envelope = try envelope(row)
    let decoder = try decode(row, of: envelope.position)
    if checkingLeaf { _ = try checkedLeaf(of: envelope, decoder, row) }
    return event(envelope, payload: decoder.payload)
  }

  /// The event of the current row, its leaf not checked; its payload reuses the memory of the
  /// previous one, if nobody has kept that.
  func scannedEvent(
    _ row: Statement, payload: inout [UInt8]
  ) throws(LogError) -> RecordedEvent {
    let envelope = try envelope(row)
    try decode(row, of: envelope.position).copyPayload(into: &payload)
    return event(envelope, payload: payload)
  }

  private func event(_ envelope: Envelope, payload: [UInt8]) -> RecordedEvent {
    RecordedEvent(
      ledger: ledger, position: envelope.position, stream: envelope.stream.name,
      streamID: envelope.stream.id, version: envelope.version, type: envelope.type.name,
      schema: Int(envelope.schema), recordedAt: Instant(microseconds: envelope.recordedAt),
      occurredAt: envelope.occurredAt.map(Instant.init(microseconds:)),
      actor: envelope.actor.name, causation: envelope.causation.flatMap { EventID($0) },
      requestID: envelope.requestID, traceID: envelope.traceID,
      payload: JSONText(trusted: payload))
  }

  /// The leaf's hash of the current row, recomputed from its content and compared with the stored
  /// one.
  func checkedLeaf(_ row: Statement) throws(LogError) -> Digest {
    let envelope = try envelope(row)
    return try checkedLeaf(of: envelope, decode(row, of: envelope.position), row)
  }

  /// The export line of the current row, its leaf checked.
  func exportLine(_ row: Statement) throws(LogError) -> [UInt8] {
    let envelope = try envelope(row)
    let decoder = try decode(row, of: envelope.position)
    _ = try checkedLeaf(of: envelope, decoder, row)
    return leaves.exportLine(of: envelope, payload: decoder.payload.span)
  }

  /// Recomputes a row's leaf and compares it, and the block's checksum, with the stored ones.
  private func checkedLeaf(
    of envelope: Envelope, _ decoder: Decoder, _ row: Statement
  ) throws(LogError) -> Digest {
    var leaf: Digest?
    decoder.withPayload { leaf = leaves.hash(of: envelope, payload: $0) }
    guard let leaf, Int64(bitPattern: leaf.leading) == row.int64(at: EventColumn.leaf) else {
      throw corrupt(
        envelope.position, "what is stored is not what was appended (its leaf differs)")
    }
    let codec = BlockCodec(stored: row.int64(at: EventColumn.codec))
    var isWhole = false
    row.withBytes(at: EventColumn.payload) { isWhole = codec.fits($0) }
    guard isWhole else {
      throw corrupt(
        envelope.position, "what is stored is not what was appended (its block differs)")
    }
    return leaf
  }

  /// The current row's codec, with a checksum added if the row is older than checksums.
  func wholeCodec(_ row: Statement) -> BlockCodec {
    var codec = BlockCodec(stored: row.int64(at: EventColumn.codec))
    row.withBytes(at: EventColumn.payload) { codec = codec.checked(by: $0) }
    return codec
  }

  private func envelope(_ row: Statement) throws(LogError) -> Envelope {
    let position = row.int64(at: EventColumn.position)
    return Envelope(
      position: position,
      stream: try stream(row.int64(at: EventColumn.stream), of: position, row),
      version: row.int64(at: EventColumn.version),
      type: try name(row.int64(at: EventColumn.type), of: position),
      schema: row.int64(at: EventColumn.schema),
      recordedAt: row.int64(at: EventColumn.recordedAt),
      occurredAt: row.optionalInt64(at: EventColumn.occurredAt),
      actor: try name(row.int64(at: EventColumn.actor), of: position),
      causation: row.optionalText(at: EventColumn.causation),
      requestID: row.optionalText(at: EventColumn.requestID),
      traceID: row.optionalText(at: EventColumn.traceID))
  }

  /// Decodes a row's payload and returns the decoder that holds it until the next row.
  private func decode(_ row: Statement, of position: Int64) throws(LogError) -> Decoder {
    let size = row.int64(at: EventColumn.size)
    guard size >= 0, size <= NewEvent.maximumPayload else {
      throw corrupt(position, "its payload's size is said to be \(size) bytes")
    }
    let codec = BlockCodec(stored: row.int64(at: EventColumn.codec))
    if codec.form == .withDictionary, codec.dictionary != decoder.dictionary {
      guard let dictionary = try dictionary(codec.dictionary) else {
        throw corrupt(
          position, "it was compressed with dictionary \(codec.dictionary), which is missing")
      }
      decoder = (codec.dictionary, Decoder(dictionary: dictionary))
    }
    let decoder = decoder.decoder
    var isDecoded = false
    row.withBytes(at: EventColumn.payload) { block in
      isDecoded = (try? decoder.decode(block, form: codec.form, size: Int(size))) != nil
    }
    guard isDecoded else {
      throw corrupt(position, "its payload is not a block of \(size) bytes")
    }
    return decoder
  }

  // MARK: What rows share

  /// The type or actor with a number.
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
    if id > 0, id <= Self.maximumNames {
      if id >= names.count {
        names += [InternedName?](repeating: nil, count: Int(id) + 1 - names.count)
      }
      names[Int(id)] = name
    }
    return name
  }

  /// The stream with a number, named by its first event and kept from then on.
  private func stream(
    _ id: Int64, of position: Int64, _ row: Statement
  ) throws(LogError) -> StreamEntry {
    let place = Int(id & (Self.streamPlaces - 1))
    if place < streams.count, let known = streams[place], known.id == id { return known }
    let found =
      id == position && !row.isNull(at: EventColumn.streamName)
      ? StreamEntry(
        id: id, name: StreamName(trusted: row.text(at: EventColumn.streamName)),
        salt: row.blob(at: EventColumn.streamSalt))
      : try storedStream(id)
    guard let found else { throw corrupt(position, "its stream \(id) is not in the file") }
    if streams.isEmpty { streams = Array(repeating: nil, count: Int(Self.streamPlaces)) }
    streams[place] = found
    return found
  }

  private func storedStream(_ id: Int64) throws(LogError) -> StreamEntry? {
    try LogError.translating("reading a stream") { () throws(SQLiteError) in
      let query =
        if let streamQuery { streamQuery } else {
          try connection.prepare(
            "SELECT stream_name, stream_salt FROM events WHERE position = ? AND stream = position")
        }
      streamQuery = query
      try query.bind(id, at: 1)
      defer { query.reset() }
      return try query.step()
        ? StreamEntry(
          id: id, name: StreamName(trusted: query.text(at: 0)), salt: query.blob(at: 1))
        : nil
    }
  }

  /// The dictionary with a number; nil if the file has none.
  ///
  /// If the digest is that of the built-in dictionary, that one is used: reading and hashing the
  /// file's copy costs as much as some hundred events.
  func dictionary(_ id: Int64) throws(LogError) -> CompressionDictionary? {
    if let known = dictionaries[id] { return known }
    let digest = try LogError.translating("reading a dictionary") { () throws(SQLiteError) in
      let query = try connection.statement("SELECT sha256 FROM dictionaries WHERE id = ?")
      try query.bind(id, at: 1)
      defer { query.reset() }
      return try query.step() ? query.blob(at: 0) : nil
    }
    guard let digest else { return nil }
    let dictionary =
      digest == StartingDictionary.digest
      ? StartingDictionary.loaded : CompressionDictionary(try dictionaryBytes(id))
    dictionaries[id] = dictionary
    return dictionary
  }

  /// The bytes of a dictionary in the file, checked against their digest.
  func dictionaryBytes(_ id: Int64) throws(LogError) -> [UInt8] {
    let found = try LogError.translating("reading a dictionary") { () throws(SQLiteError) in
      let query = try connection.statement("SELECT sha256, bytes FROM dictionaries WHERE id = ?")
      try query.bind(id, at: 1)
      defer { query.reset() }
      return try query.step() ? (query.blob(at: 0), query.blob(at: 1)) : nil
    }
    guard let (digest, bytes) = found, bytes.count <= CompressionDictionary.maximumSize,
      Digest(of: bytes.span).bytes == digest
    else { throw LogError(.corrupt, "dictionary \(id) of ledger \(ledger) is not what was stored") }
    return bytes
  }

  private func corrupt(_ position: Int64, _ message: String) -> LogError {
    // Content of a later version, which may have raised the file meanwhile, looks like damage here.
    if let format = try? connection.integer("PRAGMA user_version"), format > LedgerFormat.version {
      return LedgerFormat.refusal(of: "ledger \(ledger)", format: format)
    }
    return LogError(.corrupt, "event \(ledger):\(position) can't be served: \(message)")
  }
}
