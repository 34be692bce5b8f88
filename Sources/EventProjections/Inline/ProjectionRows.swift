internal import EventLogSQLite

/// The rows of one projection on their way through memory to its table.
///
/// Rows are loaded when an event first touches them, changed in memory, and written when `flush` is
/// called: once, however many events changed them. A command's changes can be undone until it is
/// accepted. Written rows stay as a cache until `forget`. It belongs to one thread at a time.
final class ProjectionRows<R: Reducer, T: ProjectionTable>: FoldedRows, KeyedRows
where R.Key == T.Key, R.Row == T.Row {
  let reducer: R
  let definition: T
  let sql: TableStatements
  /// The name under which its failed events are parked.
  let name: String

  private let cache = RowCache<R.Key, R.Row>()
  private var prepared: PreparedTable?
  /// The highest key written: in a table that is filled from empty, keys beyond it need no look-up.
  private var highest: [SQLValue]?
  private let fillsTable: Bool
  /// Whether any parked event is of this projection; nil until that is asked.
  private var hasParked: Bool?
  /// Whether the table is still empty, so that no row needs a look-up.
  private var tableIsEmpty: Bool

  /// Makes the rows of a projection in one of its tables.
  init(_ projection: Projection<R, T>, in place: RowsPlace) {
    reducer = projection.reducer
    definition = projection.table
    let isBeside = place == .beside || place == .emptyBeside
    let table = projection.table
    sql =
      switch place {
      case .own: projection.sql
      case .beside, .emptyBeside: TableStatements(table, table: Catalog.beside(table.name))
      case .past: TableStatements(table, table: PastTable.past(of: table.name))
      }
    name = isBeside ? Catalog.beside(projection.reducer.name) : projection.reducer.name
    tableIsEmpty = place == .emptyBeside
    fillsTable = tableIsEmpty
  }

  var count: Int { cache.slots.count }

  func createTable(generation: Int64, _ connection: Connection) throws(SQLiteError) {
    try connection.execute(definition.creation(as: sql.table))
    let indexes = definition.indexCreation(
      definition.indexes, on: sql.table, generation: generation)
    for index in indexes { try connection.execute(index) }
  }

  // MARK: Moving rows

  /// The current row of a key: as this batch has changed it, or else as the table has it.
  func row(_ key: R.Key, _ connection: Connection) throws -> R.Row? {
    try cache.slot(of: key) { try find($0, connection) }.row
  }

  /// Folds one event into its row, or parks it.
  ///
  /// - Throws: Only the error of a table that can't be read.
  func apply(_ input: R.Input, at position: Int64, _ connection: Connection) throws {
    try reducer.fold(input, at: position, into: cache) { try find($0, connection) }
  }

  private func find(_ key: R.Key, _ connection: Connection) throws -> R.Row? {
    isNew(key) ? nil : try load(key, connection)
  }

  private func load(_ key: R.Key, _ connection: Connection) throws -> R.Row? {
    // A fold reads through changing connections and writes through another, so none prepares
    // everything for one load.
    fillsTable
      ? try PreparedTable.load(key, sql, definition, connection)
      : try table(on: connection).load(key, definition)
  }

  /// Whether the table can't hold a row of this key yet.
  private func isNew(_ key: R.Key) -> Bool {
    if tableIsEmpty { return true }
    guard fillsTable, let highest else { return false }
    return highest.precede(values(of: key))
  }

  private func values(of key: R.Key) -> [SQLValue] {
    var writer = RowWriter(capacity: sql.keyNames.count)
    definition.write(key, to: &writer)
    return writer.values
  }

  func parked(
    inStream stream: Int64, _ connection: Connection, where matters: (_ type: String) -> Bool
  ) throws(SQLiteError) -> (written: [Int64], waiting: [Int64]) {
    if hasParked == nil { hasParked = try Catalog.hasParked(of: name, connection) }
    let written =
      hasParked == true
      ? try Catalog.parked(of: name, inStream: stream, connection, where: matters) : []
    return (written, cache.parked.map(\.position))
  }

  // MARK: Commands

  func beginCommand() { cache.beginCommand() }
  func acceptCommand() { cache.acceptCommand() }
  func discardCommand() { cache.discardCommand() }

  // MARK: Writing

  func flush(_ connection: Connection) throws(SQLiteError) {
    try flushRows(connection)
    let parked = cache.takeParked()
    for event in parked { try Catalog.park(event, of: name, connection) }
    if !parked.isEmpty { hasParked = true }
  }

  func flushRows(_ connection: Connection) throws(SQLiteError) {
    guard !cache.dirty.isEmpty else { return }
    let table = try table(on: connection)
    for changed in cache.dirty where changed.isDirty {
      guard let slot = changed as? RowCache<R.Key, R.Row>.Slot else {
        preconditionFailure("a row of another projection")
      }
      let row = slot.isTouched ? slot.before : slot.row
      slot.stored = try table.write(slot.key, over: slot.stored, row, definition)
      slot.isDirty = slot.isTouched
      slot.wasDirty = false
    }
    cache.markWritten()
    tableIsEmpty = false
  }

  func evict(movedBefore position: Int64, _ connection: Connection) throws(SQLiteError) {
    let idle = cache.slots.values.filter { $0.moved < position }
    let places = KeyPlace.inOrder(idle.map { values(of: $0.key) })
    let table = try table(on: connection)
    for place in places {
      let slot = idle[place.index]
      if slot.isDirty {
        // The row is taken out, not copied: nobody needs it here any more.
        if case .none = slot.stored {
          if let row = slot.row.take() { try table.insert(slot.key, row, definition) }
        } else {
          _ = try table.write(slot.key, over: slot.stored, slot.row.take(), definition)
        }
      }
      slot.isDirty = false
      cache.slots[slot.key] = nil
    }
    // The list keeps the slots that are still dirty; written ones in it are skipped when met, until
    // they prevail.
    if cache.dirty.count > 4 * cache.slots.count { cache.dirty.removeAll { !$0.isDirty } }
    for event in cache.takeParked() { try Catalog.park(event, of: name, connection) }
    if let last = places.last?.key, highest?.precede(last) ?? true { highest = last }
    if !places.isEmpty { tableIsEmpty = false }
  }

  // MARK: Letting go

  func forget() {
    cache.forget()
    hasParked = nil
  }

  func letGo() {
    prepared = nil
  }

  private func table(on connection: Connection) throws(SQLiteError) -> PreparedTable {
    if let prepared, prepared.connection === connection { return prepared }
    let table = try PreparedTable(sql, connection)
    prepared = table
    return table
  }
}

/// A key to be sorted among others; not generic, as that would make the sorting slow.
private struct KeyPlace {
  let key: [SQLValue]
  let index: Int

  static func inOrder(_ keys: [[SQLValue]]) -> [KeyPlace] {
    keys.enumerated().map { KeyPlace(key: $0.element, index: $0.offset) }
      .sorted { $0.key.precede($1.key) }
  }
}
