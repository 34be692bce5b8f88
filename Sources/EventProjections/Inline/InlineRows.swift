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

/// Which table rows lie in.
enum RowsPlace: Sendable {
  /// The projection's own.
  case own
  /// The one that a fold makes beside it, while it is empty and afterwards.
  case emptyBeside, beside
  /// The temporary one of rows as they were at a past moment.
  case past
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

/// The rows of a ledger's projections: each event is decoded once for all of them.
protocol RowSet: AnyObject {
  /// The rows, in the order of their projections.
  var rows: [any InlineRows] { get }
  /// Folds one event into the rows that `standing` says stand before it, a position for each.
  func apply(_ event: RecordedEvent, standing: [Int64], _ connection: Connection) throws
}

/// The rows of projections that take what one decoder gives.
final class DecodedRows<Decoder: EventDecoder>: RowSet {
  private let decoder: Decoder
  private let decoded: [any FoldedRows<Decoder.Input>]

  init(decoder: Decoder, rows: [any FoldedRows<Decoder.Input>]) {
    self.decoder = decoder
    decoded = rows
  }

  var rows: [any InlineRows] { decoded }

  func apply(_ event: RecordedEvent, standing: [Int64], _ connection: Connection) throws {
    let position = event.position
    let input = decoder.decode(event)
    for place in decoded.indices where standing[place] < position {
      try decoded[place].apply(input, at: position, connection)
    }
  }
}
