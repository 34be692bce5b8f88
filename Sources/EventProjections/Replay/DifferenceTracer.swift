internal import EventLog
internal import EventLogSQLite

/// The rows that differ from the log, with the last event that set each of their columns.
final class DifferenceTracer<R: Reducer, T: ProjectionTable>: RowTracer
where R.Key == T.Key, R.Row == T.Row {
  /// The row of one key while it is folded again.
  private struct Watch {
    let place: Int
    var row: R.Row?
    /// For each column, the position of the last event that set it.
    var setters: [EventID?]
    /// The last event of the key.
    var last: EventID?
  }

  private let projection: Projection<R, T>
  private var found = RowTrace()
  private var watches: [R.Key: Watch] = [:]

  init(_ projection: Projection<R, T>) {
    self.projection = projection
  }

  // MARK: Finding

  func find(stored: Connection, beside: Connection) throws {
    let (table, sql) = (projection.table, projection.sql)
    let folded = try TableScan(
      TableStatements(table, table: Catalog.beside(table.name)), beside)
    if try ProjectionTables(projection).storedHasShape(stored) {
      _ = try TableComparison(
        stored: TableScan(sql, stored), folded: folded,
        visit: { try add(stored: $0, $0?.columns, folded: $1) })
    } else if let shape = try StoredShape(of: table, stored), shape.hasKeys {
      _ = try TableComparison(
        stored: shape.scan(stored), folded: folded,
        isSame: { $0.key == $1.key && shape.agrees($0, with: $1) },
        visit: { try add(stored: $0, $0.map(shape.columns), folded: $1) })
    }
  }

  /// Counts a differing row, and describes it up to the limit of a report.
  ///
  /// `left` holds the stored values in the places of the program's columns; nil for a column that
  /// isn't stored.
  private func add(stored: TableScan?, _ left: [SQLValue?]?, folded: TableScan?) throws {
    guard let scan = folded ?? stored else { return }
    let change: RowChange = stored == nil ? .added : folded == nil ? .removed : .changed
    let names = projection.table.columns.map(\.name)
    let right = folded?.columns
    let status = projection.table.statusColumn.flatMap { names.firstIndex(of: $0) }
    let (before, after) = (
      status.flatMap { left?[$0]?.description }, status.flatMap { right?[$0].description }
    )
    count(RowGroup(change: change, before: before, after: after, rows: 1))
    guard found.differences.count < CheckReport.most else { return }
    var columns = names.indices.compactMap { place -> ColumnDifference? in
      let (stored, folded) = (left.flatMap { $0[place] }, right?[place])
      // A column that isn't stored has nothing to compare.
      if left != nil, stored == nil { return nil }
      guard stored != folded else { return nil }
      return ColumnDifference(
        column: names[place], stored: stored, folded: folded, event: nil)
    }
    if columns.isEmpty {
      // A packed blob may be wrong and still unpack to the same values, as with bytes behind them.
      columns = [
        ColumnDifference(
          column: TableLayout.packedColumn.name, stored: stored?.stored.last,
          folded: folded?.stored.last, event: nil)
      ]
    }
    var reader = scan.reader
    if let key = try? projection.table.key(from: &reader) {
      watches[key] = Watch(
        place: found.differences.count, row: nil,
        setters: Array(repeating: nil, count: projection.table.columns.count))
    }
    found.differences.append(
      RowDifference(
        change: change, key: scan.key, stream: nil, statusBefore: before, statusAfter: after,
        columns: columns, lastEvent: nil))
  }

  private func count(_ one: RowGroup) {
    let place = found.groups.firstIndex {
      $0.change == one.change && $0.before == one.before && $0.after == one.after
    }
    if let place { found.groups[place].rows += 1 } else { found.groups.append(one) }
  }

  // MARK: Tracing

  func trace(_ input: R.Input, _ event: EventID) {
    guard let key = projection.reducer.key(of: input), var watch = watches[key] else { return }
    watch.last = event
    defer { watches[key] = watch }
    let before = values(of: watch.row)
    guard case .success = Result(catching: { try projection.reducer.reduce(&watch.row, input) })
    else { return }
    let after = values(of: watch.row)
    for place in watch.setters.indices where before?[place] != after?[place] {
      watch.setters[place] = event
    }
  }

  func settle(_ reader: LogReader) throws {
    guard projection.reducer.isOfOneStream else { return }
    for place in found.differences.indices {
      guard case .integer(let stream) = found.differences[place].key.first else { continue }
      let events = try reader.events(ofStreamAt: stream)
      found.differences[place].stream = events.first?.stream
      found.differences[place].lastEvent = events.last?.id
    }
  }

  var trace: RowTrace {
    let places = projection.table.columns.enumerated().reduce(into: [String: Int]()) {
      $0[$1.element.name] = $1.offset
    }
    var trace = found
    for watch in watches.values {
      var row = found.differences[watch.place]
      for index in row.columns.indices {
        row.columns[index].event = places[row.columns[index].column].flatMap { watch.setters[$0] }
      }
      let setters = row.columns.compactMap(\.event)
      row.lastEvent =
        setters.max { $0.position < $1.position } ?? watch.last ?? row.lastEvent
      trace.differences[watch.place] = row
    }
    return trace
  }

  private func values(of row: R.Row?) -> [SQLValue]? {
    guard let row else { return nil }
    var writer = RowWriter(capacity: projection.table.columns.count)
    projection.table.write(row, to: &writer)
    return writer.values
  }
}
