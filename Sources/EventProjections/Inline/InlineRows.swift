internal import EventLogSQLite

/// The rows of one projection, which the writer changes with every event; their types are hidden.
protocol InlineRows: AnyObject {
  /// The projection's name.
  var name: String { get }
  /// How many rows are in memory.
  var count: Int { get }

  /// Makes the projection's empty table with its indexes.
  func createTable(generation: Int64, _ connection: Connection) throws(SQLiteError)
  /// Begins a command, whose changes can be discarded until it is accepted.
  func beginCommand()
  /// Keeps the command's changes.
  func acceptCommand()
  /// Undoes the command's changes.
  func discardCommand()
  /// Writes every row that accepted commands have changed since the last time; the running
  /// command's changes stay in memory.
  func flushRows(_ connection: Connection) throws(SQLiteError)
  /// Does what `flushRows` does between commands, and writes the parked events, which the log's own
  /// table has by the commit.
  func flush(_ connection: Connection) throws(SQLiteError)
  /// Writes the rows that no event from a position on has changed, in the order of their keys, and
  /// drops them from memory.
  func evict(movedBefore position: Int64, _ connection: Connection) throws(SQLiteError)
  /// The parked events of a stream, of types that matter, as far as they are written, and those of
  /// any stream and type that wait to be.
  func parked(
    inStream stream: Int64, _ connection: Connection, where matters: (_ type: String) -> Bool
  ) throws(SQLiteError) -> (written: [Int64], waiting: [Int64])
  /// Drops every row from memory, as after a rollback or another process's writing.
  func forget()
  /// Releases the connection that it used last, on that connection's thread.
  func letGo()
}

/// The rows of one projection whose fold takes `Input`.
protocol FoldedRows<Input>: InlineRows {
  associatedtype Input: Sendable
  /// Folds one event into its row, or parks it.
  func apply(_ input: Input, at position: Int64, _ connection: Connection) throws
}

/// The rows of one projection by key, whatever its fold and its table.
protocol KeyedRows<Key, Row>: InlineRows {
  associatedtype Key: Hashable & Sendable
  associatedtype Row: Hashable & Sendable
  /// The current row of a key: as this batch has changed it, or else as the table has it.
  func row(_ key: Key, _ connection: Connection) throws -> Row?
}
