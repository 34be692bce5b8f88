import EventLogSQLite
import Platform

extension LogReader {
  /// The log's root at a position; at the head, if none is given.
  ///
  /// It costs one hash for each 256 events before the position, and the reading of at most 255.
  public func root(at position: Int64? = nil) throws(LogError) -> LogRoot {
    let size = position ?? head
    guard size >= 0, size <= head else {
      throw LogError(.notFound, "ledger \(ledger) has no position \(size): its head is \(head)")
    }
    let full = size / MerkleFrontier.subtreeSize
    let subtrees = try subtreeHashes(full)
    var rest: [Digest] = []
    var found = try range(after: full * MerkleFrontier.subtreeSize, through: size)
    while try found.next() { rest.append(try rows.checkedLeaf(found.query)) }
    let frontier = MerkleFrontier(subtrees: subtrees, rest: rest)
    return LogRoot(ledger: ledger, size: size, hash: frontier.root.bytes)
  }

  /// The line of an event in an export: the leaf's object with `payload` and `payload_salt`.
  public func exportLine(at position: Int64) throws(LogError) -> [UInt8]? {
    var found = try range(after: position - 1, through: position)
    return try found.next() ? try rows.exportLine(found.query) : nil
  }

  /// Hands the export line of each event of a range to `body`, by position.
  public func exportLines(
    after position: Int64 = 0, through last: Int64? = nil, _ body: ([UInt8]) throws -> Void
  ) throws {
    var found = try range(after: position, through: last)
    defer { found.query.reset() }
    while try found.next() { try body(rows.exportLine(found.query)) }
  }

  private func subtreeHashes(_ count: Int64) throws(LogError) -> [Digest] {
    let hashes = try translating { () throws(SQLiteError) in
      let query = try connection.prepare(
        "SELECT number, hash FROM subtrees WHERE number <= ? ORDER BY number")
      try query.bind(count, at: 1)
      var hashes: [Digest] = []
      while try query.step() {
        guard query.int64(at: 0) == Int64(hashes.count) + 1,
          let hash = Digest(bytes: query.blob(at: 1).span)
        else { break }
        hashes.append(hash)
      }
      return hashes
    }
    guard Int64(hashes.count) == count else {
      throw LogError(.corrupt, "ledger \(ledger) lacks subtree hash \(hashes.count + 1)")
    }
    return hashes
  }
}
