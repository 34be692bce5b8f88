internal import EventLog
internal import EventLogSQLite

/// The rows of a ledger's projections: each event is decoded once for all of them.
protocol RowSet: AnyObject {
  /// The rows, in the order of their projections.
  var rows: [any InlineRows] { get }
  /// Folds one event into the rows whose position, given in `standing` for each, is before it.
  func apply(_ event: RecordedEvent, standing: [Int64], _ connection: Connection) throws
}

/// The rows of projections that take one decoder's input.
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
