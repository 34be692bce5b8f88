internal import EventLogSQLite
internal import Platform

/// One projection's table through one connection, with prepared statements; rows are written and
/// read by the order of columns.
final class PreparedTable {
  /// The most sets of columns whose update stays prepared.
  private static let keptUpdates = 64

  let connection: Connection
  private let sql: TableStatements
  private let select: Statement
  private let insert: Statement
  private let delete: Statement
  /// The updates needed so far, by the indexes of the columns that they write.
  private var updates: [[Int]: Statement] = [:]
  private var moved: [Int] = []
  private var keyValues: RowWriter
  private var newValues: RowWriter

  init(_ sql: TableStatements, _ connection: Connection) throws(SQLiteError) {
    self.sql = sql
    self.connection = connection
    select = try connection.prepare(sql.select)
    insert = try connection.prepare(sql.insert)
    delete = try connection.prepare(sql.delete)
    keyValues = RowWriter(capacity: sql.keyNames.count)
    newValues = RowWriter(sql.layout)
  }

  // MARK: Reading

  /// Reads the stored row of a key through any connection, without preparing the writers'
  /// statements.
  static func load<T: ProjectionTable>(
    _ key: T.Key, _ sql: TableStatements, _ definition: T, _ connection: Connection
  ) throws -> T.Row? {
    let select = try connection.statement(sql.select)
    var writer = RowWriter(capacity: sql.keyNames.count)
    definition.write(key, to: &writer)
    return try load(key, definition, select, writer.values, sql.layout)
  }

  private static func load<T: ProjectionTable>(
    _ key: T.Key, _ definition: T, _ select: Statement, _ values: [SQLValue], _ layout: TableLayout
  ) throws -> T.Row? {
    try bind(values, to: select, from: 1)
    defer { select.reset() }
    guard try select.step() else { return nil }
    var reader = RowReader(select, layout, startsWithKey: false)
    return try definition.row(of: key, from: &reader)
  }

  /// The stored row of a key; nil when there is none.
  func load<T: ProjectionTable>(_ key: T.Key, _ definition: T) throws -> T.Row? {
    take(key: key, definition)
    return try Self.load(key, definition, select, keyValues.values, sql.layout)
  }

  // MARK: Writing

  /// Writes the row of a key that has none.
  func insert<T: ProjectionTable>(
    _ key: T.Key, _ row: T.Row, _ definition: T
  ) throws(SQLiteError) {
    take(key: key, definition)
    take(row: row, definition)
    let start = 1 + keyValues.values.count
    try bind(keyValues.values, to: insert, from: 1)
    try bind(newValues.values, to: insert, from: start)
    if sql.layout.hasPacked {
      try insert.bind(newValues.packed, at: start + newValues.values.count)
    }
    try insert.run()
  }

  /// Changes the stored row of a key from one value to another; returns what is stored then.
  ///
  /// Only the changed columns are written, so that the pages of other columns' indexes stay clean.
  func write<T: ProjectionTable>(
    _ key: T.Key, over stored: StoredRow<T.Row>, _ row: T.Row?, _ definition: T
  ) throws(SQLiteError) -> StoredRow<T.Row> {
    guard let row else {
      if case .none = stored { return .none }
      take(key: key, definition)
      try bind(keyValues.values, to: delete, from: 1)
      try delete.run()
      return .none
    }
    let old: RowValues
    switch stored {
    case .none:
      try insert(key, row, definition)
      return .values(newValues.take())
    case .row(let row):
      take(row: row, definition)
      old = newValues.take()
    case .values(let values): old = values
    }
    take(key: key, definition)
    take(row: row, definition)
    try update(from: old)
    return .values(newValues.take())
  }

  private func update(from old: RowValues) throws(SQLiteError) {
    let (values, packed) = (newValues.values, newValues.packed)
    moved.removeAll(keepingCapacity: true)
    for place in values.indices where old.values[place] != values[place] { moved.append(place) }
    if !old.packed.span.holdsSame(as: packed.span) { moved.append(values.count) }
    guard !moved.isEmpty else { return }
    let update = try updateOfMoved()
    for (index, place) in moved.enumerated() {
      if place < values.count {
        try bind(values[place], to: update, at: index + 1)
      } else {
        try update.bind(packed, at: index + 1)
      }
    }
    try bind(keyValues.values, to: update, from: 1 + moved.count)
    try update.run()
  }

  /// The update of the changed columns, prepared once for each set of columns that change together.
  private func updateOfMoved() throws(SQLiteError) -> Statement {
    if let known = updates[moved] { return known }
    if updates.count >= Self.keptUpdates { updates.removeAll() }
    let update = try connection.prepare(sql.update(of: moved))
    updates[moved] = update
    return update
  }

  private func take<T: ProjectionTable>(key: T.Key, _ definition: T) {
    keyValues.clear()
    definition.write(key, to: &keyValues)
  }

  private func take<T: ProjectionTable>(row: T.Row, _ definition: T) {
    newValues.clear()
    definition.write(row, to: &newValues)
    precondition(
      newValues.count == sql.layout.packs.count,
      "a row of \(sql.table) is not written with one value for each column")
  }
}

/// The content of a table for one key.
enum StoredRow<Row> {
  /// No row.
  case none
  /// A row as it was read.
  case row(Row)
  /// A row as it was written.
  case values(RowValues)
}

/// Binds values in their order, the first at `index`.
func bind(
  _ values: [SQLValue], to statement: Statement, from index: Int
) throws(SQLiteError) {
  for (offset, value) in values.enumerated() {
    try bind(value, to: statement, at: index + offset)
  }
}

/// Binds one value.
func bind(_ value: SQLValue, to statement: Statement, at index: Int) throws(SQLiteError) {
  switch value {
  case .null: try statement.bindNull(at: index)
  case .integer(let value): try statement.bind(value, at: index)
  case .text(let value): try statement.bind(value, at: index)
  case .blob(let value): try statement.bind(value, at: index)
  }
}
