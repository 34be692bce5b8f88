import EventLogSQLite
package import EventProjections
package import MissionModel

extension ProjectionReader {
  /// The heads of all feeds, that with the latest item first.
  package func feeds() throws -> [FeedState] {
    try rows(of: FeedsTable(), orderedBy: "last_delivered_at DESC, source_session_id")
  }

  /// The cursors of all sources of which the bridge has passed any event, by ledger.
  package func cursors() throws -> [SourceCursor] {
    try rows(of: SourceCursorsTable(), orderedBy: "source_ledger")
  }

  private func rows<T: ProjectionTable>(of table: T, orderedBy order: String) throws -> [T.Row] {
    try query { connection in
      let layout = TableLayout(table)
      let query = try connection.statement(
        "SELECT \(layout.columnList) FROM \(table.name) ORDER BY \(order)")
      defer { query.reset() }
      var rows: [T.Row] = []
      while try query.step() {
        var values = layout.reader(query)
        let key = try table.key(from: &values)
        rows.append(try table.row(of: key, from: &values))
      }
      return rows
    }
  }
}
