import CanonicalJSON
import EventLogLZ4
import EventLogSQLite
import Platform

/// The choice of the dictionary for a ledger's payloads: one made from a sample of them, unless the
/// current one does as well.
struct DictionaryChoice {
  /// The dictionary, and its number in the file.
  struct Choice {
    let id: Int64
    let dictionary: CompressionDictionary
    let digest: Digest
    let isNew: Bool
  }

  /// The most that is sampled.
  private static let sampledEvents: Int64 = 24_000
  private static let sampledBytes = 16 << 20
  /// One in so many samples is kept out of the dictionary, to judge it by.
  private static let judged = 8
  /// The lengths of segments that are tried.
  private static let segments = [64, 128, 256]
  /// By how many percent a new dictionary must make payloads smaller to be worth its room.
  private static let worth = 2

  let log: EventLog

  /// Chooses a dictionary, and stores a new one in the file; with `mayMake` false the current one
  /// stays.
  func run(mayMake: Bool) throws -> Choice {
    let current = try log.readBlocking { try Self.current($0) }
    guard mayMake, current.id < BlockCodec.lastDictionary else { return current }
    let samples = try log.readBlocking { try Self.sample($0) }
    let training = samples.enumerated().filter { $0.offset % Self.judged != 0 }.map(\.element)
    let test = samples.enumerated().filter { $0.offset % Self.judged == 0 }.map(\.element)
    guard !training.isEmpty else { return current }
    let builder = DictionaryBuilder(training)
    var best = (bytes: [UInt8](), size: Self.size(of: test, with: current.dictionary))
    let limit = best.size - best.size * Self.worth / 100
    best.size = limit
    for segment in Self.segments {
      let bytes = builder.dictionary(size: CompressionDictionary.maximumSize, segment: segment)
      let size = Self.size(of: test, with: CompressionDictionary(bytes))
      if size < best.size { best = (bytes, size) }
    }
    guard !best.bytes.isEmpty else { return current }
    return try keep(best.bytes)
  }

  private func keep(_ bytes: [UInt8]) throws -> Choice {
    let digest = Digest(of: bytes.span)
    let id = try log.writeExclusivelyBlocking { _, connection in
      let known = try connection.prepare("SELECT id FROM dictionaries WHERE sha256 = ?")
      try known.bind(digest.bytes, at: 1)
      if try known.step() { return known.int64(at: 0) }
      let id = (try connection.integer("SELECT max(id) FROM dictionaries") ?? 0) + 1
      let insert = try connection.prepare(
        "INSERT INTO dictionaries(id, sha256, bytes) VALUES (?, ?, ?)")
      try insert.bind(id, at: 1)
      try insert.bind(digest.bytes, at: 2)
      try insert.bind(bytes, at: 3)
      try insert.run()
      return id
    }
    return Choice(
      id: id, dictionary: CompressionDictionary(bytes), digest: digest, isNew: true)
  }

  /// The ledger's current dictionary: the last one.
  private static func current(_ reader: LogReader) throws -> Choice {
    let id = try reader.query { try $0.integer("SELECT max(id) FROM dictionaries") } ?? 0
    guard let dictionary = try reader.rows.dictionary(id) else {
      throw LogError(.corrupt, "ledger \(reader.ledger) has no dictionary")
    }
    let bytes = dictionary.bytes
    return Choice(id: id, dictionary: dictionary, digest: Digest(of: bytes.span), isNew: false)
  }

  /// Payloads from the whole length of the log.
  private static func sample(_ reader: LogReader) throws -> [[UInt8]] {
    let step = max(1, reader.head / sampledEvents)
    var samples: [[UInt8]] = []
    var bytes = 0
    var position: Int64 = 1
    while position <= reader.head, bytes < sampledBytes {
      if let payload = try reader.event(at: position)?.payload.bytes {
        samples.append(payload)
        bytes += payload.count
      }
      position += step
    }
    return samples
  }

  private static func size(of payloads: [[UInt8]], with dictionary: CompressionDictionary) -> Int {
    let encoder = DenseEncoder(dictionary: dictionary)
    return payloads.reduce(0) { $0 + (encoder.encode($1)?.count ?? $1.count) }
  }
}
