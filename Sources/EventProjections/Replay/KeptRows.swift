internal import EventLogSQLite

/// A comparison of the copies that a ledger has kept for past moments with those of a fold at the
/// same moments.
struct KeptRows {
  /// The positions at which rows were copied, by projection.
  private var positions: [String: [Int64]] = [:]
  private var moments: [Int64: [PastTable]] = [:]

  /// Makes a comparison of no moment.
  init() {}

  /// Takes the moments at which a ledger has copied the rows of some projections.
  init(of projections: [StoredProjection], in ledger: Connection) throws(SQLiteError) {
    for projection in projections where projection.past.way == .stretch {
      let kept = try History.positions(of: projection.name, ledger)
      positions[projection.name] = kept
      for position in kept { moments[position, default: []].append(projection.past) }
    }
  }

  /// Whether any rows were copied at a position.
  func isMoment(_ position: Int64) -> Bool { moments[position] != nil }

  /// Copies the rows of a fold, which are at `position`, beside it.
  func keep(at position: Int64, _ beside: Connection) throws(SQLiteError) {
    for past in moments[position] ?? [] {
      try past.keep(at: position, from: Catalog.beside(past.table), beside)
    }
  }

  /// The first position at which a projection's copies in the ledger differ from those of the log;
  /// nil if none do.
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
    // Positions that the fold never reached are beyond the log's end.
    var breaks = Set(kept).subtracting(try History.positions(of: name, beside))
    _ = try TableComparison(
      stored: past.scanHistory(ledger), folded: past.scanHistory(beside),
      visit: { stored, folded in
        if case .integer(let position)? = (stored ?? folded)?.key.last { breaks.insert(position) }
      })
    return breaks.min()
  }
}
