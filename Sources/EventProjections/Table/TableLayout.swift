package import EventLogSQLite

/// Where the values of a table's rows lie: in columns of their own, or packed together into the last one.
///
/// Made once from a definition. What is read and written in the order of the definition's columns goes to its place by
/// this.
public struct TableLayout: Sendable {
  /// The column that holds what is packed.
  static let packedColumn = Column("packed", .blob)

  /// The table's name in SQL.
  public let table: String
  /// The columns that the table has in the file: the key's, and the others with what is packed at the end.
  let keyColumns: [Column]
  let storedColumns: [Column]
  /// Whether each column beside the key, as defined, is packed.
  let packs: [Bool]
  /// What each of the packed ones holds.
  let packedColumns: [Column]
  /// Whether any is packed.
  var hasPacked: Bool { !packedColumns.isEmpty }

  /// Works out the layout of a definition.
  public init(_ definition: some ProjectionTable) {
    table = definition.name
    keyColumns = definition.keyColumns
    packs = definition.columns.map(\.isPacked)
    packedColumns = definition.columns.filter(\.isPacked)
    storedColumns =
      definition.columns.filter { !$0.isPacked }
      + (packedColumns.isEmpty ? [] : [Self.packedColumn])
  }

  /// Takes the layout of a table as a file has it: what stands by itself first, then what is packed.
  init(table: String, keys: [Column], columns: [Column], packed: [Column]) {
    self.table = table
    keyColumns = keys
    packs = columns.map { _ in false } + packed.map { _ in true }
    packedColumns = packed
    storedColumns = columns + (packed.isEmpty ? [] : [Self.packedColumn])
  }

  /// What a table's creation says of a column that is stored; of the packed one, what it holds.
  func declaration(of column: Column) -> String {
    let type = "\(column.name) \(column.kind.rawValue)\(column.isOptional ? "" : " NOT NULL")"
    guard column == Self.packedColumn else { return type }
    return type + " /* \(packedColumns.map(\.name).joined(separator: ", ")) */"
  }

  /// The names of all columns that a query selects whose rows are read with their keys, separated by commas.
  package var columnList: String {
    (keyColumns + storedColumns).map(\.name).joined(separator: ", ")
  }

  /// A reader of the row, its key first, on which a query of `columnList` stands.
  package func reader(_ query: Statement) -> RowReader {
    RowReader(query, self, startsWithKey: true)
  }

  /// What SQL says of a column of the definition; the value of a packed one is what `unpacked` gives.
  package func expression(of column: String) -> String {
    guard let place = packedColumns.firstIndex(where: { $0.name == column }) else { return column }
    return "unpacked(\(Self.packedColumn.name), \(place))"
  }
}
