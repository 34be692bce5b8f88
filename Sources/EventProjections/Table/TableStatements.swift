/// The SQL of one projection's table, made once from its definition.
///
/// Every statement names the key's columns first, then the others, in the order in which they are
/// stored.
struct TableStatements: Sendable {
  /// The table that these statements are for.
  let table: String
  /// Where the values of its rows are stored.
  let layout: TableLayout
  let select: String
  let scan: String
  let insert: String
  let delete: String
  /// The names of the key's columns, and of the others.
  let keyNames: [String]
  let columnNames: [String]
  private let match: String

  /// Makes the statements of a definition, for the live table or for another one of its shape named
  /// `table`.
  init(_ definition: some ProjectionTable, table: String? = nil) {
    let name = table ?? definition.name
    layout = TableLayout(definition)
    let keys = layout.keyColumns.map(\.name)
    let columns = layout.storedColumns.map(\.name)
    let all = (keys + columns).joined(separator: ", ")
    match = keys.map { "\($0) = ?" }.joined(separator: " AND ")
    let marks = Array(repeating: "?", count: keys.count + columns.count).joined(separator: ", ")
    self.table = name
    keyNames = keys
    columnNames = columns
    select = "SELECT \(columns.joined(separator: ", ")) FROM \(name) WHERE \(match)"
    scan = "SELECT \(all) FROM \(name) ORDER BY \(keys.joined(separator: ", "))"
    insert = "INSERT INTO \(name) (\(all)) VALUES (\(marks))"
    delete = "DELETE FROM \(name) WHERE \(match)"
  }

  /// The update of some columns, by their indexes among those outside the key: binds them in that
  /// order, then the key.
  func update(of places: [Int]) -> String {
    let sets = places.map { "\(columnNames[$0]) = ?" }.joined(separator: ", ")
    return "UPDATE \(table) SET \(sets) WHERE \(match)"
  }
}

/// The schema of a projection's table.
extension ProjectionTable {
  /// The statement that makes a table of this shape, without its indexes.
  func creation(as table: String) -> String {
    let layout = TableLayout(self)
    let rest = layout.storedColumns.map { ",\n  " + layout.declaration(of: $0) }.joined()
    if keyColumns.count == 1, keyColumns[0].kind == .integer {
      return "CREATE TABLE \(table) (\n  \(keyColumns[0].name) INTEGER PRIMARY KEY\(rest)\n) STRICT"
    }
    let keys = keyColumns.map(layout.declaration).joined(separator: ",\n  ")
    let names = keyColumns.map(\.name).joined(separator: ", ")
    return
      "CREATE TABLE \(table) (\n  \(keys)\(rest),\n  PRIMARY KEY (\(names))\n) STRICT, WITHOUT ROWID"
  }

  /// The statements that make some of its indexes over a table of this shape, named for its
  /// generation.
  func indexCreation(
    _ indexes: [TableIndex], on table: String, generation: Int64
  ) -> [String] {
    indexes.map { index in
      let name = generation == 1 ? index.name : "\(index.name)_\(generation)"
      let condition = index.condition.map { " WHERE \($0)" } ?? ""
      return "CREATE INDEX \(name) ON \(table) (\(index.terms.joined(separator: ", ")))\(condition)"
    }
  }
}
