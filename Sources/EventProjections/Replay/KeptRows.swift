internal import EventLog
internal import EventLogSQLite

/// What a ledger has kept for answers of past moments, held against what a fold keeps at the same moments.
struct KeptRows {
  /// The positions at which rows were kept, by projection.
  private var positions: [String: [Int64]] = [:]
  private var moments: [Int64: [PastTable]] = [:]

  /// Takes no moment.
  init() {}

  /// Takes the moments at which a ledger has kept the rows of some projections.
  init(of projections: [StoredProjection], in ledger: Connection) throws(SQLiteError) {
    for projection in projections where projection.past.way == .stretch {
      let kept = try History.positions(of: projection.name, ledger)
      positions[projection.name] = kept
      for position in kept { moments[position, default: []].append(projection.past) }
    }
  }

  /// Whether any rows were kept at a position.
  func isMoment(_ position: Int64) -> Bool { moments[position] != nil }

  /// Keeps the rows of a fold, which stand at `position`, beside it.
  func keep(at position: Int64, _ beside: Connection) throws(SQLiteError) {
    for past in moments[position] ?? [] {
      try past.keep(at: position, from: Catalog.beside(past.table), beside)
    }
  }

  /// The first position at which what the ledger has kept for a projection is not what the log says; nil where all is.
  func firstBreak(
    of projection: StoredProjection, through head: Int64, in ledger: Connection,
    beside: Connection
  ) throws -> Int64? {
    switch projection.past.way {
    case .all: nil
    case .streams: try StreamMoves.firstBreak(through: head, ledger)
    case .stretch: try firstBreak(of: projection.past, named: projection.name, ledger, beside)
    }
  }

  private func firstBreak(
    of past: PastTable, named name: String, _ ledger: Connection, _ beside: Connection
  ) throws -> Int64? {
    let kept = positions[name] ?? []
    guard try past.hasHistory(ledger) else { return kept.first }
    try past.createHistory(beside)
    // What the fold never came to is noted beyond the log's end.
    var breaks = Set(kept).subtracting(try History.positions(of: name, beside))
    _ = try TableComparison(
      stored: past.scanHistory(ledger), folded: past.scanHistory(beside),
      visit: { stored, folded in
        if case .integer(let position)? = (stored ?? folded)?.key.last { breaks.insert(position) }
      })
    return breaks.min()
  }
}
