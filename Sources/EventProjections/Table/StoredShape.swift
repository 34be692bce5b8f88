internal import EventLogSQLite

/// A projection's table as the file has it, whatever build made it, beside the program's shape.
///
/// The file tells everything: its columns, and by a comment on the packed column also what that
/// holds.
struct StoredShape {
  /// Whether rows have the same keys as the program's.
  let hasKeys: Bool
  /// The program's columns that are not stored.
  let lacks: [String]
  /// The stored columns that the program doesn't have.
  let others: [String]
  private let layout: TableLayout
  /// The index of each of the program's columns among the stored ones; nil for a column that isn't
  /// stored.
  private let places: [Int?]

  /// Reads the shape of a definition's table; nil if there is no table.
  init?(of definition: some ProjectionTable, _ connection: Connection) throws(SQLiteError) {
    guard let found = try Self.layout(of: definition.name, connection) else { return nil }
    layout = found
    hasKeys =
      found.keyColumns.map(\.name) == definition.keyColumns.map(\.name)
      && found.keyColumns.map(\.kind) == definition.keyColumns.map(\.kind)
    let stored = Self.names(in: found)
    let wanted = definition.columns.map(\.name)
    places = wanted.map { stored.firstIndex(of: $0) }
    lacks = wanted.filter { !stored.contains($0) }
    others = stored.filter { !wanted.contains($0) }
  }

  /// A scan of the stored rows in the order of their keys.
  func scan(_ connection: Connection) throws(SQLiteError) -> TableScan {
    let keys = layout.keyColumns.map(\.name).joined(separator: ", ")
    return try TableScan(
      "SELECT \(layout.columnList) FROM \(layout.table) ORDER BY \(keys)", layout, connection)
  }

  /// A stored row's values in the places of the program's columns; nil for a column that isn't
  /// stored.
  func columns(_ row: TableScan) -> [SQLValue?] {
    let values = row.columns
    return places.map { place in place.map { values[$0] } }
  }

  /// Whether a stored row agrees with a row of the program's shape in all columns that both have.
  func agrees(_ stored: TableScan, with folded: TableScan) -> Bool {
    zip(columns(stored), folded.columns).allSatisfy { $0 == nil || $0 == $1 }
  }

  private static func names(in layout: TableLayout) -> [String] {
    layout.storedColumns.filter { $0 != TableLayout.packedColumn }.map(\.name)
      + layout.packedColumns.map(\.name)
  }

  private static func layout(
    of table: String, _ connection: Connection
  ) throws(SQLiteError) -> TableLayout? {
    let query = try connection.prepare(
      "SELECT name, type, \"notnull\", pk FROM pragma_table_info(?) ORDER BY cid")
    try query.bind(table, at: 1)
    var keys: [(order: Int64, column: Column)] = []
    var columns: [Column] = []
    while try query.step() {
      let column = Column(
        query.text(at: 0), Column.Kind(rawValue: query.text(at: 1)) ?? .blob,
        optional: query.int64(at: 2) == 0)
      if query.int64(at: 3) > 0 {
        keys.append((query.int64(at: 3), column))
      } else {
        columns.append(column)
      }
    }
    guard !keys.isEmpty else { return nil }
    let packed = try packedColumns(of: table, connection)
    return TableLayout(
      table: table, keys: keys.sorted { $0.order < $1.order }.map(\.column),
      columns: packed.isEmpty
        ? columns : columns.filter { $0.name != TableLayout.packedColumn.name },
      packed: packed)
  }

  /// The columns named by the comment on the packed column.
  private static func packedColumns(
    of table: String, _ connection: Connection
  ) throws(SQLiteError) -> [Column] {
    let query = try connection.prepare(
      "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?")
    try query.bind(table, at: 1)
    guard try query.step(), let comment = query.text(at: 0).split(separator: "/* ").dropFirst().last
    else { return [] }
    return (comment.split(separator: " */").first ?? "").split(separator: ", ").map {
      Column(String($0), .blob, optional: true, packed: true)
    }
  }
}
