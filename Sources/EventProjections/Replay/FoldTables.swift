internal import EventLogSQLite

/// A projection's stored table and the one that a fold makes beside it; their types are hidden.
protocol FoldTables: Sendable {
  /// Makes the empty table beside, without indexes.
  func createBeside(_ connection: Connection) throws(SQLiteError)
  /// Makes the indexes of the table beside: the dense ones, or the others.
  func createIndexes(
    dense: Bool, generation: Int64, _ connection: Connection
  ) throws(SQLiteError)
  /// Whether the stored table has the shape of the program's.
  func storedHasShape(_ connection: Connection) throws(SQLiteError) -> Bool
  /// The shape of the stored table beside the program's; nil if there is no table.
  func storedShape(_ connection: Connection) throws(SQLiteError) -> StoredShape?
  /// Compares the stored table, of this shape, with the one beside it.
  func compare(stored: Connection, beside: Connection) throws -> TableComparison
  /// Counts the stored rows, of any shape; 0 if there is no table.
  func storedCount(_ connection: Connection) throws(SQLiteError) -> Int64
  /// Reads each row of the stored table, of this shape, as the program does.
  ///
  /// - Throws: `corruptRow` for the first row that can't be read.
  func readStored(_ connection: Connection) throws
  /// The digest of the stored table, of this shape.
  func storedDigest(_ connection: Connection) throws(SQLiteError) -> TableDigest
  /// The digest of the table beside.
  func besideDigest(_ connection: Connection) throws(SQLiteError) -> TableDigest
  /// Gives the table beside the name of the stored one, which must not exist.
  func rename(_ connection: Connection) throws(SQLiteError)
  /// Drops the stored table, if there is one.
  func dropStored(_ connection: Connection) throws(SQLiteError)
  /// Replaces the stored table with the one beside.
  func swap(_ connection: Connection) throws(SQLiteError)
}
