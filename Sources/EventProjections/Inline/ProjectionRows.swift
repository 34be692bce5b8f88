internal import EventLog
internal import EventLogSQLite

/// The rows of one projection on their way through memory to its table.
///
/// Rows are loaded when an event first touches them, moved in memory, and written when `flush` is called: once,
/// however many events moved them. What one command did can be taken back until it is accepted. Rows that were
/// written stay as a cache until `forget`. It belongs to one thread at a time.
final class ProjectionRows<R: Reducer, T: ProjectionTable>: InlineRows
where R.Key == T.Key, R.Row == T.Row {
  /// A row in memory, and what the table holds in its place.
  struct Slot {
    var row: R.Row?
    var stored: R.Row?
    var isDirty: Bool
  }

  /// How a slot was before a command touched it.
  private struct Undo {
    let key: R.Key
    let row: R.Row?
    let wasDirty: Bool
  }

  let reducer: R
  let definition: T
  let sql: TableStatements
  /// The name under which its failed events are parked.
  let name: String

  private var slots: [R.Key: Slot] = [:]
  private var dirty: [R.Key] = []
  private var parked: [ParkedEvent] = []
  private var undo: [Undo] = []
  private var dirtyBefore = 0
  private var parkedBefore = 0
  private var isInCommand = false
  private var prepared: PreparedTable?
  /// Whether the table holds nothing yet, so that no row needs to be looked for.
  private var tableIsEmpty: Bool

  /// Makes the rows of a projection in its own table, or in a new and empty one beside it.
  init(_ projection: Projection<R, T>, beside: Bool = false) {
    reducer = projection.reducer
    definition = projection.table
    sql =
      beside
      ? TableStatements(projection.table, table: Catalog.beside(projection.table.name))
      : projection.sql
    name = beside ? Catalog.beside(projection.reducer.name) : projection.reducer.name
    tableIsEmpty = beside
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
    // Loading a row moves the dictionary, so the index comes first.
    let place = try slot(of: key, connection)
    return slots[place].value.row
  }

  /// Folds one event into its row, or parks it.
  ///
  /// Throws only when the table can't be read.
  func apply(_ event: RecordedEvent, _ connection: Connection) throws {
    guard let key = reducer.key(of: event) else { return }
    let place = try slot(of: key, connection)
    let old = slots.values[place].row
    let new: R.Row?
    do {
      new = try reducer.reduce(old, event)
    } catch {
      parked.append(ParkedEvent(position: event.position, error: String(describing: error)))
      return
    }
    let wasDirty = slots.values[place].isDirty
    if isInCommand { undo.append(Undo(key: key, row: old, wasDirty: wasDirty)) }
    slots.values[place].row = new
    if !wasDirty {
      slots.values[place].isDirty = true
      dirty.append(key)
    }
  }

  private func slot(
    of key: R.Key, _ connection: Connection
  ) throws -> Dictionary<R.Key, Slot>.Index {
    if let place = slots.index(forKey: key) { return place }
    let stored = tableIsEmpty ? nil : try load(key, connection)
    slots[key] = Slot(row: stored, stored: stored, isDirty: false)
    guard let place = slots.index(forKey: key) else {
      preconditionFailure("a key that was just set is not found: its hash or equality is wrong")
    }
    return place
  }

  private func load(_ key: R.Key, _ connection: Connection) throws -> R.Row? {
    try table(on: connection).load(key, definition)
  }

  // MARK: Commands

  func beginCommand() {
    isInCommand = true
    dirtyBefore = dirty.count
    parkedBefore = parked.count
  }

  func acceptCommand() {
    undo.removeAll(keepingCapacity: true)
    isInCommand = false
  }

  func discardCommand() {
    for step in undo.reversed() {
      slots[step.key]?.row = step.row
      slots[step.key]?.isDirty = step.wasDirty
    }
    dirty.removeSubrange(dirtyBefore...)
    parked.removeSubrange(parkedBefore...)
    undo.removeAll(keepingCapacity: true)
    isInCommand = false
  }

  // MARK: Writing

  /// Writes every row that accepted commands moved since the last time.
  ///
  /// What the running command has moved so far stays in memory until it is accepted.
  func flush(_ connection: Connection) throws(SQLiteError) {
    guard !dirty.isEmpty || !parked.isEmpty else { return }
    let table = try table(on: connection)
    let pending = rowsBeforeCommand()
    for key in dirty {
      guard let place = slots.index(forKey: key) else { continue }
      let row = pending[key] ?? slots.values[place].row
      try table.write(key, from: slots.values[place].stored, to: row, definition)
      slots.values[place].stored = row
      slots.values[place].isDirty = pending[key] != nil
    }
    let kept = isInCommand ? parkedBefore : parked.count
    for event in parked[..<kept] { try Catalog.park(event, of: name, connection) }
    parked.removeFirst(kept)
    parkedBefore = 0
    dirty.removeAll(keepingCapacity: true)
    dirty.append(contentsOf: pending.keys)
    dirtyBefore = 0
    undo = undo.map { Undo(key: $0.key, row: $0.row, wasDirty: false) }
    tableIsEmpty = false
  }

  /// The rows that the running command has moved, as they were before it.
  private func rowsBeforeCommand() -> [R.Key: R.Row?] {
    guard isInCommand else { return [:] }
    return undo.reduce(into: [:]) { rows, step in
      if rows[step.key] == nil { rows.updateValue(step.row, forKey: step.key) }
    }
  }

  // MARK: Letting go

  func forget() {
    slots.removeAll(keepingCapacity: slots.count < 1 << 16)
    dirty.removeAll()
    parked.removeAll()
    undo.removeAll()
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
