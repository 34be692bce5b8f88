import EventLogSQLite

/// The rows of a query of events, by position or by version, none of which may be missing.
///
/// Pages that were lost, swapped or taken from another file disturb the order of the rows: a gap is
/// `corrupt`, naming the first event that is out of place. A sealed log has gaps rightly.
struct EventRows {
  /// The number by which rows are ordered.
  enum Order {
    case position, version
  }

  /// The statement, at the current row.
  let query: Statement
  private let ledger: String
  private let order: Order
  private let column: Int
  private var last: Int64
  private let end: Int64?
  private let hasGaps: Bool

  /// Takes a query of `EventColumn.names` whose rows follow `last`, up to `end` if that is known.
  init(
    _ query: Statement, of rows: EventRowReader, by order: Order, after last: Int64,
    through end: Int64?
  ) {
    self.query = query
    ledger = rows.ledger
    hasGaps = rows.isSealed
    self.order = order
    column = order == .position ? EventColumn.position : EventColumn.version
    self.last = last
    self.end = end
  }

  /// Moves to the next row; false after the last one.
  mutating func next() throws(LogError) -> Bool {
    let isThere: Bool
    do throws(SQLiteError) {
      isThere = try query.step()
    } catch {
      let place = error.kind == .tooBig && !hasGaps ? ", \(name(of: last + 1))" : ""
      throw LogError(error, doing: "reading ledger \(ledger)\(place)")
    }
    guard !hasGaps else { return isThere }
    guard isThere || last < end ?? .min else { return false }
    last += 1
    guard isThere, query.int64(at: column) == last else {
      throw LogError(.corrupt, "ledger \(ledger) lacks \(name(of: last))")
    }
    return true
  }

  private func name(of number: Int64) -> String {
    order == .position
      ? "the event \(ledger):\(number)" : "the event of version \(number) of a stream"
  }
}
