package import EventLogSQLite

/// Where a table's values are stored: in columns of their own, or packed together into the last
/// one.
///
/// It is made once from a definition, and maps the order of the definition's columns to these
/// places.
public struct TableLayout: Sendable {
  /// The column of the packed values.
  static let packedColumn = Column("packed", .blob)

  /// The table's name in SQL.
  public let table: String
  /// The table's columns in the file: the key's, and the others, with the packed one at the end.
  let keyColumns: [Column]
  let storedColumns: [Column]
  /// Whether each column outside the key, as defined, is packed.
  let packs: [Bool]
  /// The columns that are packed.
  let packedColumns: [Column]
  /// Whether any column is packed.
  var hasPacked: Bool { !packedColumns.isEmpty }

  /// Computes the layout of a definition.
  public init(_ definition: some ProjectionTable) {
    table = definition.name
    keyColumns = definition.keyColumns
    packs = definition.columns.map(\.isPacked)
    packedColumns = definition.columns.filter(\.isPacked)
    storedColumns =
      definition.columns.filter { !$0.isPacked }
      + (packedColumns.isEmpty ? [] : [Self.packedColumn])
  }

  /// Takes the layout of a table as a file has it: single columns first, then the packed ones.
  init(table: String, keys: [Column], columns: [Column], packed: [Column]) {
    self.table = table
    keyColumns = keys
    packs = columns.map { _ in false } + packed.map { _ in true }
    packedColumns = packed
    storedColumns = columns + (packed.isEmpty ? [] : [Self.packedColumn])
  }

  /// The declaration of a stored column; for the packed one, with a comment on what it holds.
  func declaration(of column: Column) -> String {
    let type = "\(column.name) \(column.kind.rawValue)\(column.isOptional ? "" : " NOT NULL")"
    guard column == Self.packedColumn else { return type }
    return type + " /* \(packedColumns.map(\.name).joined(separator: ", ")) */"
  }

  /// The names of all columns, separated by commas, for a query whose rows are read with their
  /// keys.
  package var columnList: String {
    (keyColumns + storedColumns).map(\.name).joined(separator: ", ")
  }

  /// A reader of the row, its key first, at which a query of `columnList` stands.
  package func reader(_ query: Statement) -> RowReader {
    RowReader(query, self, startsWithKey: true)
  }

  /// The SQL expression for a column of the definition; for a packed one, a call of `unpacked`.
  package func expression(of column: String) -> String {
    guard let place = packedColumns.firstIndex(where: { $0.name == column }) else { return column }
    return "unpacked(\(Self.packedColumn.name), \(place))"
  }
}
