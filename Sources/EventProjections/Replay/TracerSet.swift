internal import EventLog
internal import EventLogSQLite

/// Explains the rows of one projection that differ from the log, its types not told.
protocol RowTracer<Input>: AnyObject {
  associatedtype Input: Sendable
  /// The rows that differ, in key order, with the events found so far.
  var differences: [RowDifference] { get }
  /// Finds the rows that differ, without the events that explain them.
  func find(stored: Connection, beside: Connection) throws
  /// Folds an event again, if it concerns a row that differs.
  func trace(_ input: Input, _ event: EventID)
}

/// Explains the differing rows of a ledger's projections: each event is decoded once for all of them.
protocol TracerSet: AnyObject {
  /// Finds the rows that differ, and the events behind them by reading the log again.
  func trace(_ reader: LogReader, beside: Connection) throws -> [[RowDifference]]
}

/// The tracers of projections that take what one decoder gives.
final class DecodedTracers<Decoder: EventDecoder>: TracerSet {
  private let decoder: Decoder
  private let tracers: [any RowTracer<Decoder.Input>]

  init(decoder: Decoder, tracers: [any RowTracer<Decoder.Input>]) {
    self.decoder = decoder
    self.tracers = tracers
  }

  func trace(_ reader: LogReader, beside: Connection) throws -> [[RowDifference]] {
    try reader.query { stored in
      for tracer in tracers { try tracer.find(stored: stored, beside: beside) }
    }
    try reader.forEach { event in
      let input = decoder.decode(event)
      for tracer in tracers { tracer.trace(input, event.id) }
      return true
    }
    return tracers.map(\.differences)
  }
}
