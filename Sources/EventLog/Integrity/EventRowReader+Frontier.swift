import EventLogSQLite
import Platform

extension EventRowReader {
  /// The Merkle frontier at a size that the file reaches, from a few nodes and the leaves of at
  /// most 15 events, or of fewer if a near one is known already.
  func frontier(
    at size: Int64, knowing known: MerkleFrontier? = nil
  ) throws(LogError) -> MerkleFrontier {
    let whole = size - size % MerkleFrontier.nodeInterval
    var frontier =
      if let known, known.size >= whole, known.size <= size { known } else {
        try frontier(atNode: whole)
      }
    guard frontier.size < size else { return frontier }
    var rest = try LogReader(rows: self, head: size).range(after: frontier.size, through: size)
    defer { rest.query.reset() }
    while try rest.next() { frontier.append(try checkedLeaf(rest.query)) }
    return frontier
  }

  private func frontier(atNode size: Int64) throws(LogError) -> MerkleFrontier {
    var peaks: [Digest] = []
    for end in MerkleFrontier.peakEnds(of: size) {
      guard let peak = try node(at: end) else {
        throw LogError(.corrupt, "event \(ledger):\(end) lacks the hash of the tree up to it")
      }
      peaks.append(peak)
    }
    return MerkleFrontier(size: size, peaks: peaks)
  }

  /// The root of the largest perfect subtree that ends with an event, from its row: every 16th row
  /// has one.
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
