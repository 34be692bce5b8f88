internal import EventLog
internal import EventLogSQLite

/// The rows of projections on their way to the tables beside.
///
/// They belong to one thread at a time, and are handed from one to the next.
final class RowsBeside: @unchecked Sendable {
  private let folded: any RowSet
  private let standing: [Int64]

  /// Makes the rows over tables that are empty, or that rows before these have filled.
  init(_ projections: ProjectionSet, areEmpty: Bool) {
    folded = projections.members.makeRows(areEmpty ? .emptyBeside : .beside)
    standing = folded.rows.map { _ in 0 }
  }

  /// The most rows in memory of any projection.
  var count: Int { folded.rows.map(\.count).max() ?? 0 }

  func apply(_ event: RecordedEvent, _ connection: Connection) throws {
    try folded.apply(event, standing: standing, connection)
  }

  /// Writes the rows in memory and forgets them.
  func spill(_ connection: Connection) throws(SQLiteError) {
    for rows in folded.rows {
      try rows.flush(connection)
      rows.forget()
    }
    letGo()
  }

  /// Lets go of the connection that was used last, on its thread.
  func letGo() {
    for rows in folded.rows { rows.letGo() }
  }
}
