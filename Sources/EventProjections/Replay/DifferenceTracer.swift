internal import EventLog
internal import EventLogSQLite

/// Rows that differ from the log, and for each of their columns the last event that set it.
final class DifferenceTracer<R: Reducer, T: ProjectionTable>: RowTracer
where R.Key == T.Key, R.Row == T.Row {
  /// One key's row as it is folded again.
  private struct Watch {
    let place: Int
    var row: R.Row?
    /// For each column, the position of the last event that set it.
    var setters: [EventID?]
  }

  private let projection: Projection<R, T>
  private var found: [RowDifference] = []
  private var watches: [R.Key: Watch] = [:]

  init(_ projection: Projection<R, T>) {
    self.projection = projection
  }

  func find(stored: Connection, beside: Connection) throws {
    let (table, sql) = (projection.table, projection.sql)
    let folded = TableStatements(table, table: Catalog.beside(table.name))
    _ = try TableComparison(
      stored: TableScan(sql, stored), folded: TableScan(folded, beside)
    ) { try add(stored: $0, folded: $1) }
  }

  /// Notes a row that differs, up to the most that a report describes.
  private func add(stored: TableScan?, folded: TableScan?) throws {
    guard found.count < CheckReport.most, let scan = folded ?? stored else { return }
    let names = projection.table.columns.map(\.name)
    let (left, right) = (stored?.columns, folded?.columns)
    var columns = names.indices.compactMap { place -> ColumnDifference? in
      let (stored, folded) = (left?[place], right?[place])
      guard stored != folded else { return nil }
      return ColumnDifference(
        column: names[place], stored: stored, folded: folded, event: nil)
    }
    if columns.isEmpty {
      // What is packed can be unpacked to the same values and yet be wrong, such as with something behind them.
      columns = [
        ColumnDifference(
          column: TableLayout.packedColumn.name, stored: stored?.stored.last,
          folded: folded?.stored.last, event: nil)
      ]
    }
    var reader = scan.reader
    if let key = try? projection.table.key(from: &reader) {
      watches[key] = Watch(
        place: found.count, row: nil, setters: Array(repeating: nil, count: names.count))
    }
    found.append(RowDifference(key: scan.key, columns: columns))
  }

  func trace(_ input: R.Input, _ event: EventID) {
    guard let key = projection.reducer.key(of: input), var watch = watches[key] else { return }
    let before = values(of: watch.row)
    guard case .success = Result(catching: { try projection.reducer.reduce(&watch.row, input) })
    else { return }
    let after = values(of: watch.row)
    for place in watch.setters.indices where before?[place] != after?[place] {
      watch.setters[place] = event
    }
    watches[key] = watch
  }

  var differences: [RowDifference] {
    let places = projection.table.columns.enumerated().reduce(into: [String: Int]()) {
      $0[$1.element.name] = $1.offset
    }
    var differences = found
    for watch in watches.values {
      let row = found[watch.place]
      differences[watch.place] = RowDifference(
        key: row.key,
        columns: row.columns.map { column in
          ColumnDifference(
            column: column.column, stored: column.stored, folded: column.folded,
            event: places[column.column].flatMap { watch.setters[$0] })
        })
    }
    return differences
  }

  private func values(of row: R.Row?) -> [SQLValue]? {
    guard let row else { return nil }
    var writer = RowWriter(capacity: projection.table.columns.count)
    projection.table.write(row, to: &writer)
    return writer.values
  }
}
