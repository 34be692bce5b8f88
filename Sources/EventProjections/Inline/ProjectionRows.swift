internal import EventLogSQLite

/// The rows of one projection on their way through memory to its table.
///
/// Rows are loaded when an event first touches them, moved in memory, and written when `flush` is called: once,
/// however many events moved them. What one command did can be taken back until it is accepted. Rows that were
/// written stay as a cache until `forget`. It belongs to one thread at a time.
final class ProjectionRows<R: Reducer, T: ProjectionTable>: FoldedRows
where R.Key == T.Key, R.Row == T.Row {
  /// A row in memory, what the table holds in its place, and what it was before the running command.
  private final class Slot {
    let key: R.Key
    var row: R.Row?
    var stored: R.Row?
    var before: R.Row?
    var isDirty = false
    var wasDirty = false
    var isTouched = false
    /// The last event that moved it, while a table is filled.
    var moved: Int64 = 0

    init(key: R.Key, stored: R.Row?) {
      self.key = key
      row = stored
      self.stored = stored
    }

    /// Ends the command's hold, keeping the row or taking it back.
    func settle(isKept: Bool) {
      if !isKept {
        row = before
        isDirty = wasDirty
      }
      before = nil
      isTouched = false
    }
  }

  let reducer: R
  let definition: T
  let sql: TableStatements
  /// The name under which its failed events are parked.
  let name: String

  private var slots: [R.Key: Slot] = [:]
  /// What moved since the last flush; the running command's own at the end.
  private var dirty: [Slot] = []
  /// What the running command has moved.
  private var touched: [Slot] = []
  private var parked: [ParkedEvent] = []
  private var dirtyBefore = 0
  private var parkedBefore = 0
  private var isInCommand = false
  private var prepared: PreparedTable?
  /// The highest key that was written: where a table is filled from nothing, none beyond it needs to be looked for.
  private var highest: [SQLValue]?
  private let fillsTable: Bool
  /// Whether the table holds nothing yet, so that no row needs to be looked for.
  private var tableIsEmpty: Bool

  /// Makes the rows of a projection in its own table, or in the one beside it.
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

  var count: Int { slots.count }

  func createTable(generation: Int64, _ connection: Connection) throws(SQLiteError) {
    try connection.execute(definition.creation(as: sql.table))
    for index in definition.indexCreation(on: sql.table, generation: generation) {
      try connection.execute(index)
    }
  }

  // MARK: Moving rows

  /// The row of a key as it is now: moved by this batch, or else as the table has it.
  func row(_ key: R.Key, _ connection: Connection) throws -> R.Row? {
    try slot(of: key, connection).row
  }

  /// Folds one event into its row, or parks it.
  ///
  /// Throws only when the table can't be read.
  func apply(_ input: R.Input, at position: Int64, _ connection: Connection) throws {
    guard let key = reducer.key(of: input) else { return }
    let slot = try slot(of: key, connection)
    if isInCommand, !slot.isTouched {
      slot.isTouched = true
      slot.before = slot.row
      slot.wasDirty = slot.isDirty
      touched.append(slot)
    }
    slot.moved = position
    do {
      try reducer.reduce(&slot.row, input)
    } catch {
      parked.append(ParkedEvent(position: position, error: String(describing: error)))
      return
    }
    if !slot.isDirty {
      slot.isDirty = true
      dirty.append(slot)
    }
  }

  private func slot(of key: R.Key, _ connection: Connection) throws -> Slot {
    if let slot = slots[key] { return slot }
    let slot = Slot(key: key, stored: isNew(key) ? nil : try load(key, connection))
    slots[key] = slot
    return slot
  }

  private func load(_ key: R.Key, _ connection: Connection) throws -> R.Row? {
    // A fold reads through one connection after the other and writes through another: none prepares all for a load.
    fillsTable
      ? try PreparedTable.load(key, sql, definition, connection)
      : try table(on: connection).load(key, definition)
  }

  /// Whether the table can't have a row of this key yet.
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

  // MARK: Commands

  func beginCommand() {
    isInCommand = true
    dirtyBefore = dirty.count
    parkedBefore = parked.count
  }

  func acceptCommand() {
    endCommand(isKept: true)
  }

  func discardCommand() {
    endCommand(isKept: false)
    dirty.removeSubrange(dirtyBefore...)
    parked.removeSubrange(parkedBefore...)
  }

  private func endCommand(isKept: Bool) {
    for slot in touched { slot.settle(isKept: isKept) }
    touched.removeAll(keepingCapacity: true)
    isInCommand = false
  }

  // MARK: Writing

  /// Writes every row that accepted commands moved since the last time.
  ///
  /// What the running command has moved so far stays in memory until it is accepted.
  func flush(_ connection: Connection) throws(SQLiteError) {
    guard !dirty.isEmpty || !parked.isEmpty else { return }
    let table = try table(on: connection)
    for slot in dirty {
      let row = slot.isTouched ? slot.before : slot.row
      try table.write(slot.key, from: slot.stored, to: row, definition)
      slot.stored = row
      slot.isDirty = slot.isTouched
      slot.wasDirty = false
    }
    dirty.removeAll(keepingCapacity: true)
    dirty.append(contentsOf: touched)
    dirtyBefore = 0
    let kept = isInCommand ? parkedBefore : parked.count
    for event in parked[..<kept] { try Catalog.park(event, of: name, connection) }
    parked.removeFirst(kept)
    parkedBefore = 0
    tableIsEmpty = false
  }

  func evict(movedBefore position: Int64, _ connection: Connection) throws(SQLiteError) {
    let idle = slots.values.filter { $0.moved < position }
    let places = KeyPlace.inOrder(idle.map { values(of: $0.key) })
    let table = try table(on: connection)
    for place in places {
      let slot = idle[place.index]
      if slot.isDirty { try table.write(slot.key, from: slot.stored, to: slot.row, definition) }
      slot.isDirty = false
      slots[slot.key] = nil
    }
    dirty.removeAll { !$0.isDirty }
    for event in parked { try Catalog.park(event, of: name, connection) }
    parked.removeAll()
    if let last = places.last?.key, highest?.precede(last) ?? true { highest = last }
    if !places.isEmpty { tableIsEmpty = false }
  }

  // MARK: Letting go

  func forget() {
    slots.removeAll(keepingCapacity: slots.count < 1 << 16)
    dirty.removeAll()
    parked.removeAll()
    touched.removeAll()
    isInCommand = false
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

/// A key among others that are to be put in order; without type parameters, which would make the sorting slow.
private struct KeyPlace {
  let key: [SQLValue]
  let index: Int

  static func inOrder(_ keys: [[SQLValue]]) -> [KeyPlace] {
    keys.enumerated().map { KeyPlace(key: $0.element, index: $0.offset) }
      .sorted { $0.key.precede($1.key) }
  }
}
