import EventLogSQLite
import Platform

/// One pass over a log that recomputes everything that was stored about it.
///
/// Its memory grows by some 40 bytes for each stream.
private struct Verifier {
  private struct Broken: Error {
    let found: VerifyReport.Break
  }

  private let reader: LogReader
  private var versions: [Int64: Int64] = [:]
  private var frontier = MerkleFrontier()
  private var recordedAt = Int64.min
  /// The highest number of a type or an actor; they are numbered as they first appear.
  private var highestName: Int64 = 0

  init(reader: LogReader) {
    self.reader = reader
  }

  mutating func run(_ scope: VerifyReport.Scope) throws(LogError) -> VerifyReport {
    var checked: [String] = []
    var found: VerifyReport.Break?
    do {
      try length()
      try dictionaries()
      checked.append("dictionaries")
      try events()
      checked += ["order", "versions", "payloads", "leaves", "subtree hashes"]
      try streams()
      try state()
      try names()
      checked.append("root")
      if scope == .full {
        try file()
        checked.append("file")
      }
    } catch let broken as Broken {
      found = broken.found
    } catch let error as LogError where error.code == .corrupt {
      let isOfSchema = (error.cause as? SQLiteError)?.kind == .schema
      // Damage found once every event was checked belongs to no event.
      let isOfEvent = !isOfSchema && frontier.size < reader.head
      found = VerifyReport.Break(
        position: isOfEvent ? frontier.size + 1 : nil, message: error.message)
    } catch {
      throw LogError(whatever: error)
    }
    let all = ["dictionaries", "order", "versions", "payloads", "leaves", "subtree hashes", "root"]
    let root = LogRoot(
      ledger: reader.ledger, size: frontier.size, hash: frontier.root.bytes)
    return VerifyReport(
      root: found == nil ? root : nil, size: frontier.size, checked: checked,
      notChecked: (all + ["file"]).filter { !checked.contains($0) }, firstBreak: found)
  }

  // MARK: The log

  private mutating func events() throws {
    var found = try reader.range(after: 0, through: nil)
    let hashes = try reader.translating { () throws(SQLiteError) in
      try reader.connection.prepare("SELECT number, hash FROM subtrees ORDER BY number")
    }
    func nextHash() throws(LogError) -> Bool {
      try LogError.translating("reading the hashes of ledger \(reader.ledger)") {
        () throws(SQLiteError) in try hashes.step()
      }
    }
    while try found.next() {
      let position = frontier.size + 1
      try order(found.query, position)
      let subtree = frontier.append(try reader.rows.checkedLeaf(found.query))
      if position % MerkleFrontier.nodeInterval == 0 {
        guard Digest(bytes: found.query.blob(at: EventColumn.node).span) == frontier.lastPeak else {
          throw broken(position, "the hash of the tree up to it is not what is kept")
        }
      } else if !found.query.isNull(at: EventColumn.node) {
        throw broken(position, "it has a hash of the tree, which none is kept of up to it")
      }
      if let subtree {
        let number = frontier.size / MerkleFrontier.subtreeSize
        guard try nextHash(), hashes.int64(at: 0) == number,
          hashes.blob(at: 1) == subtree.bytes
        else { throw broken(position, "the hash of the 256 events up to it is not what is kept") }
      }
    }
    guard try !nextHash() else {
      throw broken(nil, "there are hashes of more events than there are")
    }
  }

  private mutating func order(_ row: Statement, _ position: Int64) throws {
    let stream = row.int64(at: EventColumn.stream)
    let version = Self.next(&versions[stream, default: 0])
    guard row.int64(at: EventColumn.version) == version else {
      throw broken(
        position, "its version is \(row.int64(at: EventColumn.version)), \(version) was expected")
    }
    guard version > 1 || stream == position else {
      throw broken(
        position, "it is the first event of its stream, which is said to begin at \(stream)")
    }
    guard
      version == 1
        || row.isNull(at: EventColumn.streamName) && row.isNull(at: EventColumn.streamSalt)
    else {
      throw broken(position, "it names its stream anew, which only the first event of one does")
    }
    let time = row.int64(at: EventColumn.recordedAt)
    guard time >= recordedAt else {
      throw broken(position, "it was recorded before the event that precedes it")
    }
    recordedAt = time
    highestName = max(
      highestName, row.int64(at: EventColumn.type), row.int64(at: EventColumn.actor))
  }

  private static func next(_ version: inout Int64) -> Int64 {
    version += 1
    return version
  }

  /// Compares the index of streams' versions, by which events are found, with the events.
  private func streams() throws {
    let found = try reader.translating { () throws(SQLiteError) in
      try reader.connection.prepare(
        """
        SELECT stream, count(*), max(version) FROM main.events
        WHERE +position <= \(reader.head) GROUP BY stream
        """)
    }
    func next() throws(LogError) -> Bool {
      try reader.translating { () throws(SQLiteError) in try found.step() }
    }
    var count = 0
    while try next() {
      count += 1
      let version = versions[found.int64(at: 0)] ?? 0
      guard found.int64(at: 1) == version, found.int64(at: 2) == version else {
        throw broken(nil, "the index of streams is damaged at stream \(found.int64(at: 0))")
      }
    }
    guard count == versions.count else {
      throw broken(nil, "the index of streams has \(count), \(versions.count) have events")
    }
  }

  /// Compares the names of types and actors with the events: each came with the first event that
  /// has it.
  private func names() throws {
    let (count, last) = try reader.translating { () throws(SQLiteError) in
      try (
        reader.connection.integer("SELECT count(*) FROM names") ?? 0,
        reader.connection.integer("SELECT max(id) FROM names") ?? 0
      )
    }
    guard count == highestName, last == highestName else {
      throw broken(
        nil, "there are \(count) names up to number \(last), the events have \(highestName)")
    }
  }

  private func state() throws {
    let named = try reader.translating { () throws(SQLiteError) in
      try reader.connection.integer("SELECT count(*) FROM streams")
    }
    guard named == Int64(versions.count) else {
      throw broken(nil, "\(named ?? 0) streams are named, \(versions.count) have events")
    }
    let marked = try reader.translating { () throws(SQLiteError) in
      try reader.connection.integer("SELECT max(marked, coalesce(projected, 0)) FROM log_state")
    }
    guard let marked, marked <= frontier.size else {
      throw broken(nil, "the log ends before position \(marked ?? 0), which it was at")
    }
  }

  // MARK: The file

  /// Checks the file's length: beyond its end SQLite would read zeros and take them for content.
  private func length() throws {
    let path = reader.connection.path
    // Pages that are still in a write-ahead log need not be in the file yet.
    guard
      (try? FileSystem.info(SideFile.writeAheadLog.path(of: path), followingLinks: true))?.bytes
        ?? 0 == 0,
      let bytes = (try? FileSystem.info(path, followingLinks: true))?.bytes
    else { return }
    let expected = try reader.translating { () throws(SQLiteError) in
      try reader.connection.databaseBytes()
    }
    guard bytes < expected else { return }
    throw broken(nil, "the file has \(bytes) bytes, \(expected) were written: it was cut short")
  }

  private func dictionaries() throws {
    let ids = try reader.translating { () throws(SQLiteError) in
      let query = try reader.connection.prepare("SELECT id FROM dictionaries ORDER BY id")
      var ids: [Int64] = []
      while try query.step() { ids.append(query.int64(at: 0)) }
      return ids
    }
    for id in ids {
      do {
        _ = try reader.rows.dictionaryBytes(id)
      } catch {
        throw broken(nil, error.message)
      }
    }
  }

  private func file() throws {
    let complaint = try reader.translating { () throws(SQLiteError) in
      try reader.connection.scalar("PRAGMA integrity_check(1)")
    }
    guard complaint == .text("ok") else {
      guard case .text(let text) = complaint else { throw broken(nil, "SQLite gives no answer") }
      throw broken(nil, "SQLite finds: \(text)")
    }
  }

  private func broken(_ position: Int64?, _ message: String) -> Broken {
    Broken(found: VerifyReport.Break(position: position, message: message))
  }
}

extension LogReader {
  /// Recomputes what the log promises over this snapshot and reports the first break.
  public func verify(_ scope: VerifyReport.Scope = .log) throws(LogError) -> VerifyReport {
    if isSealed { return try verifySealed() }
    var verifier = Verifier(reader: self)
    return try verifier.run(scope)
  }
}
