internal import EventLogSQLite

/// The rows of one projection, its types not told: what the writer moves with every event.
protocol InlineRows: AnyObject {
  /// The projection's name.
  var name: String { get }
  /// Rows in memory.
  var count: Int { get }

  /// Makes the projection's empty table with its indexes.
  func createTable(generation: Int64, _ connection: Connection) throws(SQLiteError)
  /// Begins a command, whose moves can be discarded until it is accepted.
  func beginCommand()
  /// Keeps the command's moves.
  func acceptCommand()
  /// Takes the command's moves back.
  func discardCommand()
  /// Writes every row that accepted commands moved since the last time.
  func flush(_ connection: Connection) throws(SQLiteError)
  /// Writes the rows that were moved by no event from a position on, in the order of their keys, and forgets them.
  func evict(movedBefore position: Int64, _ connection: Connection) throws(SQLiteError)
  /// The events of a stream that could not be folded, of types that matter, as far as that was written, and those of any
  /// stream and type that wait to be.
  func parked(
    inStream stream: Int64, _ connection: Connection, where matters: (_ type: String) -> Bool
  ) throws(SQLiteError) -> (written: [Int64], waiting: [Int64])
  /// Forgets every row in memory, as after a batch that was rolled back or another process's writing.
  func forget()
  /// Lets go of the connection that it used last, on that connection's thread.
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
  /// The row of a key as it is now: moved by this batch, or else as the table has it.
  func row(_ key: Key, _ connection: Connection) throws -> Row?
}
