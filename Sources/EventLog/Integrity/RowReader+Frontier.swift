import EventLogSQLite
import Platform

extension RowReader {
  /// The Merkle frontier at a size that the file has: a few nodes, and the leaves of at most 15 events.
  func frontier(at size: Int64) throws(LogError) -> MerkleFrontier {
    let whole = size - size % MerkleFrontier.nodeInterval
    var peaks: [Digest] = []
    for end in MerkleFrontier.peakEnds(of: whole) {
      guard let peak = try node(at: end) else {
        throw LogError(.corrupt, "event \(ledger):\(end) lacks the hash of the tree up to it")
      }
      peaks.append(peak)
    }
    var frontier = MerkleFrontier(size: whole, peaks: peaks)
    guard whole < size else { return frontier }
    var rest = try LogReader(rows: self, head: size).range(after: whole, through: size)
    defer { rest.query.reset() }
    while try rest.next() { frontier.append(try checkedLeaf(rest.query)) }
    return frontier
  }

  /// The root of the largest perfect subtree that ends with an event, as its row has it: one of each 16.
  func node(at position: Int64) throws(LogError) -> Digest? {
    let stored = try LogError.translating("reading ledger \(ledger)") { () throws(SQLiteError) in
      let query = try connection.statement("SELECT node FROM events WHERE position = ?")
      try query.bind(position, at: 1)
      defer { query.reset() }
      return try query.step() ? query.blob(at: 0) : []
    }
    return Digest(bytes: stored.span)
  }
}
