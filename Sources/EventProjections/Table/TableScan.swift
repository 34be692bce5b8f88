internal import EventLogSQLite

/// The rows of one table in key order, as SQLite holds them, compared and hashed by their encoding.
struct TableScan {
  private let statement: Statement
  private let layout: TableLayout
  private let kinds: [Column.Kind]
  private let keyCount: Int
  /// Whether the scan is at a row.
  private(set) var hasRow = false
  /// The row that it is at.
  private(set) var row = EncodedRow()

  /// Begins a scan; `advance` moves to the first row.
  init(_ sql: TableStatements, _ connection: Connection) throws(SQLiteError) {
    try self.init(sql.scan, sql.layout, connection)
  }

  /// Begins a scan of a table with a layout of its own, by a query of its rows in key order.
  init(_ query: String, _ layout: TableLayout, _ connection: Connection) throws(SQLiteError) {
    statement = try connection.prepare(query)
    self.layout = layout
    kinds = (layout.keyColumns + layout.storedColumns).map(\.kind)
    keyCount = layout.keyColumns.count
  }

  /// Moves to the next row.
  mutating func advance() throws(SQLiteError) {
    do throws(SQLiteError) {
      hasRow = try statement.step()
    } catch {
      throw error.met(in: "table \(layout.table)")
    }
    if hasRow { row.read(statement, kinds) }
  }

  /// The key of the row, as values.
  var key: [SQLValue] { (0..<keyCount).map { value(at: $0) } }

  /// The values outside the key as they are stored: the packed ones in one.
  var stored: [SQLValue] { (keyCount..<kinds.count).map { value(at: $0) } }

  /// The values outside the key, as the table is defined; null in place of one that can't be
  /// unpacked.
  var columns: [SQLValue] {
    var stored = stored[...]
    var packed = PackedValues([])
    if !layout.packedColumns.isEmpty, case .blob(let bytes) = stored.removeLast() {
      packed = PackedValues(bytes)
    }
    return layout.packs.map { isPacked in
      isPacked ? packed.next() ?? .null : stored.removeFirst()
    }
  }

  /// A reader of the row, its key first.
  var reader: RowReader { layout.reader(statement) }

  private func value(at place: Int) -> SQLValue {
    if statement.isNull(at: place) { return .null }
    switch kinds[place] {
    case .integer: return .integer(statement.int64(at: place))
    case .text: return .text(statement.text(at: place))
    case .blob: return .blob(statement.blob(at: place))
    }
  }

  /// Tells whether this row's key comes before the key of another scan's row.
  func precedes(_ other: TableScan) -> Bool {
    for place in 0..<keyCount {
      let (left, right) = (value(at: place), other.value(at: place))
      if left != right { return left.precedes(right) }
    }
    return false
  }
}
