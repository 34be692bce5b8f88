internal import EventLog
internal import EventLogSQLite

/// A projection folded anew into a table beside its own, its types not told.
///
/// It belongs to one thread at a time, and is handed from one to the next.
protocol TableFold: AnyObject, Sendable {
  /// The projection's name.
  var name: String { get }
  /// The rows on their way to the table beside.
  var rows: any InlineRows { get }

  /// Makes the empty table beside, without indexes.
  func createBeside(_ connection: Connection) throws(SQLiteError)
  /// Makes the indexes over the table beside.
  func createIndexes(generation: Int64, _ connection: Connection) throws(SQLiteError)
  /// Whether the stored table has the shape of the program's.
  func storedHasShape(_ connection: Connection) throws(SQLiteError) -> Bool
  /// Compares the stored table, of this shape, with the one beside it.
  func compare(stored: Connection, beside: Connection) throws -> TableComparison
  /// Counts the stored rows, of any shape; none where there is no table.
  func storedCount(_ connection: Connection) throws(SQLiteError) -> Int64
  /// The digest of the stored table, of this shape.
  func storedDigest(_ connection: Connection) throws(SQLiteError) -> TableDigest
  /// The digest of the table beside.
  func besideDigest(_ connection: Connection) throws(SQLiteError) -> TableDigest
  /// Puts the table beside in the place of the stored one.
  func swap(_ connection: Connection) throws(SQLiteError)

  /// Lists the first rows that differ, without the events that explain them.
  func differences(stored: Connection, beside: Connection) throws -> [RowDifference]
  /// Sees every event again, to know which one set what differs.
  func trace(_ event: RecordedEvent)
  /// The rows that differ, with the events that `trace` found.
  func traced() -> [RowDifference]
}
