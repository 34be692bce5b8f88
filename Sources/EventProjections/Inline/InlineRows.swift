internal import EventLog
internal import EventLogSQLite

/// The rows of one projection, its types not told: what the writer moves with every event.
protocol InlineRows: AnyObject {
  /// The projection's name.
  var name: String { get }
  /// Rows in memory.
  var count: Int { get }

  /// Makes the projection's empty table with its indexes.
  func createTable(generation: Int64, _ connection: Connection) throws(SQLiteError)
  /// Folds one event into its row, or parks it.
  func apply(_ event: RecordedEvent, _ connection: Connection) throws
  /// Begins a command, whose moves can be discarded until it is accepted.
  func beginCommand()
  /// Keeps the command's moves.
  func acceptCommand()
  /// Takes the command's moves back.
  func discardCommand()
  /// Writes every row that accepted commands moved since the last time.
  func flush(_ connection: Connection) throws(SQLiteError)
  /// Forgets every row in memory, as after a batch that was rolled back or another process's writing.
  func forget()
  /// Lets go of the connection that it used last, on that connection's thread.
  func letGo()
}

/// An event on which a reducer failed: its row stayed as it was.
public struct ParkedEvent: Hashable, Sendable {
  /// The event's position.
  public let position: Int64
  /// Why it could not be folded.
  public let error: String
}
