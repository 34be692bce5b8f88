internal import EventLog
internal import EventLogSQLite

/// The observer that changes the projections' rows with the log, in each event's own transaction.
///
/// Only the log's writer thread calls it and owns its rows.
final class ProjectionWriter: AppendObserver, @unchecked Sendable {
  /// How a projection's rows relate to the log and the program.
  enum Condition: Hashable, Sendable {
    /// The rows move with the log.
    case current
    /// The rows are of an older fold, or missing: they wait for a rebuild.
    case outdated(stored: Int?)
    /// The rows are of a newer fold than this program's: they are left alone.
    case newer(stored: Int)
    /// The rows are said to include events that the log doesn't have: nothing tells what they hold.
    case ahead(position: Int64, head: Int64)
  }

  /// The most rows that are kept in memory from batch to batch.
  private static let cachedRows = 4_096
  /// The most rows that are held while catching up, before they are written.
  private static let heldRows = 65_536

  private let projections: [StoredProjection]
  private let set: any RowSet
  private let rows: [any InlineRows]
  /// The rows that move with the log.
  private var moving: [any InlineRows] = []
  /// The position of each of `rows`, in their order; `.max` for rows that are left alone, so that
  /// no event is folded into them.
  private var standing: [Int64]
  private var history: History
  private var isInStep = false
  private var connection: Connection?
  private var conditions: [String: Condition] = [:]

  init(_ projections: ProjectionSet) {
    self.projections = projections.stored
    set = projections.members.makeRows(.own)
    rows = set.rows
    standing = rows.map { _ in .max }
    history = History(self.projections, every: projections.historyInterval)
  }

  // MARK: Rows

  /// The row of a key, with the batch's changes so far.
  func row<R, T>(_ projection: Projection<R, T>, _ key: R.Key) throws -> R.Row? {
    guard let connection else { preconditionFailure("a row was asked for outside of a batch") }
    for rows in rows where rows.name == projection.reducer.name {
      if let rows = rows as? ProjectionRows<R, T> { return try rows.row(key, connection) }
      // Another version of the fold, or of its table, gives the same rows by the same keys.
      if let rows = rows as? any KeyedRows<R.Key, R.Row> { return try rows.row(key, connection) }
    }
    throw ProjectionError.missing(projection.reducer.name)
  }

  /// A projection's parked events, as `InlineRows.parked` returns them.
  func parked(
    of projection: String, inStream stream: Int64, where matters: (_ type: String) -> Bool
  ) throws -> (written: [Int64], waiting: [Int64]) {
    guard let connection else { preconditionFailure("a row was asked for outside of a batch") }
    guard let rows = rows.first(where: { $0.name == projection }) else {
      throw ProjectionError.missing(projection)
    }
    return try rows.parked(inStream: stream, connection, where: matters)
  }

  /// Checks that every projection moves with the log.
  ///
  /// - Throws: The reason why one doesn't.
  func checkAllMove() throws(ProjectionError) {
    guard moving.count < projections.count else { return }
    for projection in projections {
      try conditions[projection.name]?.check(projection)
    }
  }

  // MARK: Batches

  func batchBegan(
    _ transaction: WriteTransaction, connection: Connection, othersWrote: Bool, projected: Int64
  ) throws {
    self.connection = connection
    if othersWrote || !isInStep || projected < transaction.head {
      for rows in rows { rows.forget() }
      history.forget()
      try synchronize(transaction, connection, projected)
      isInStep = true
    }
    if moving.count == rows.count { try history.keep(at: transaction.head, connection) }
  }

  func beginCommand() {
    for rows in moving { rows.beginCommand() }
  }

  func appended(_ event: RecordedEvent) throws {
    guard let connection else { return }
    try set.apply(event, standing: standing, connection)
  }

  func acceptCommand() {
    for rows in moving { rows.acceptCommand() }
  }

  func discardCommand() {
    for rows in moving { rows.discardCommand() }
  }

  func flushRows(_ connection: Connection) throws(SQLiteError) {
    for rows in moving { try rows.flushRows(connection) }
  }

  func flush(_ connection: Connection) throws(SQLiteError) {
    for rows in moving { try rows.flush(connection) }
  }

  func batchEnded(committed: Bool) {
    for rows in rows where !committed || rows.count > Self.cachedRows { rows.forget() }
    if !committed { isInStep = false }
    connection = nil
  }

  /// Writes every row for a command that is alone in its batch, with its own changes.
  func flushAlone(_ connection: Connection) throws(SQLiteError) {
    acceptCommand()
    try flush(connection)
  }

  /// Drops the rows whose tables were swapped; the next batch examines the projections anew.
  func tablesSwapped() {
    for rows in rows { rows.forget() }
    isInStep = false
  }

  // MARK: Falling in step

  /// Examines each projection, and brings those of this program's version to the head.
  private func synchronize(
    _ transaction: WriteTransaction, _ connection: Connection, _ projected: Int64
  ) throws {
    try Catalog.create(connection)
    var entries = try Catalog.entries(connection)
    try leaveBehind(entries, projected, connection)
    moving = []
    standing = rows.map { _ in .max }
    for (place, projection) in projections.enumerated() {
      if entries[projection.name] == nil, transaction.head == 0 {
        let entry = Catalog.Entry(
          version: projection.version, generation: 1, builtAt: transaction.now, position: nil)
        try rows[place].createTable(generation: 1, connection)
        try Catalog.set(entry, of: projection.name, connection)
        entries[projection.name] = entry
      }
      let entry = entries[projection.name]
      let condition = Condition(of: entry, program: projection.version, head: transaction.head)
      conditions[projection.name] = condition
      guard condition == .current, let entry else { continue }
      moving.append(rows[place])
      standing[place] = max(0, entry.position ?? projected)
    }
    try catchUp(entries, transaction, connection)
  }

  /// Records the position at which projections that this program doesn't know stay behind.
  private func leaveBehind(
    _ entries: [String: Catalog.Entry], _ projected: Int64, _ connection: Connection
  ) throws(SQLiteError) {
    let known = Set(projections.map(\.name))
    for (name, entry) in entries where entry.position == nil && !known.contains(name) {
      var entry = entry
      entry.position = projected
      try Catalog.set(entry, of: name, connection)
    }
  }

  private func catchUp(
    _ entries: [String: Catalog.Entry], _ transaction: WriteTransaction, _ connection: Connection
  ) throws {
    if let start = standing.min(), start < transaction.head {
      try transaction.replay(after: start) { event in
        try set.apply(event, standing: standing, connection)
        for rows in moving where rows.count > Self.heldRows {
          try rows.flush(connection)
          rows.forget()
        }
      }
    }
    for rows in moving {
      try rows.flush(connection)
      guard var entry = entries[rows.name], entry.position != nil else { continue }
      entry.position = nil
      try Catalog.set(entry, of: rows.name, connection)
    }
  }
}

extension ProjectionWriter.Condition {
  /// Compares a stored fold with the program's, and with the last position of the whole log.
  init(of entry: Catalog.Entry?, program: Int, head: Int64) {
    guard let entry else {
      self = .outdated(stored: nil)
      return
    }
    if entry.version < program {
      self = .outdated(stored: entry.version)
    } else if entry.version > program {
      self = .newer(stored: entry.version)
    } else if let position = entry.position, position > head {
      self = .ahead(position: position, head: head)
    } else {
      self = .current
    }
  }

  /// Checks that the rows are this program's.
  ///
  /// - Throws: `outdated`, `newer` or `corruptRow` if they aren't.
  func check(_ projection: StoredProjection) throws(ProjectionError) {
    switch self {
    case .current:
      return
    case .outdated(let stored):
      let what = stored.map { "is stored in version \($0)" } ?? "has not been built"
      throw ProjectionError(
        .outdated,
        "the projection \(projection.name) \(what), version \(projection.version) was expected; "
          + "run `rebuild`, or open the ledger for writing with auto_rebuild on")
    case .newer(let stored):
      throw ProjectionError(
        .newer,
        "the projection \(projection.name) is stored in version \(stored), newer than this program's "
          + "\(projection.version); use the newer program, or run `rebuild --downgrade`")
    case .ahead(let position, let head):
      throw ProjectionError(
        .corruptRow,
        "the rows of \(projection.name) are said to go to position \(position), but the log ends at "
          + "\(head); `rebuild` makes the rows anew from the log")
    }
  }
}

extension ProjectionError {
  /// The error for a projection that the ledger was opened without.
  fileprivate static func missing(_ name: String) -> ProjectionError {
    ProjectionError(
      .unknown, "this ledger was opened without the projection \(name)")
  }
}

extension WriteTransaction {
  /// Passes every event after a position to `body`, oldest first.
  func replay(after position: Int64, _ body: (RecordedEvent) throws -> Void) throws {
    var position = position
    while position < head {
      for event in try events(after: position, limit: 1_000) {
        try body(event)
        position = event.position
      }
    }
  }
}
