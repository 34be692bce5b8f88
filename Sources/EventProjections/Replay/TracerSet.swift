internal import EventLog
internal import EventLogSQLite

/// Explains the rows of one projection that differ from the log, its types not told.
protocol RowTracer<Input>: AnyObject {
  associatedtype Input: Sendable
  /// The rows that differ, in key order, with the events found so far.
  var trace: RowTrace { get }
  /// Finds the rows that differ, without the events that explain them.
  func find(stored: Connection, beside: Connection) throws
  /// Folds an event again, if it concerns a row that differs.
  func trace(_ input: Input, _ event: EventID)
  /// Fills in what only the streams themselves tell: the events of rows that no event leads to any more.
  func settle(_ reader: LogReader) throws
}

/// Explains the differing rows of a ledger's projections: each event is decoded once for all of them.
protocol TracerSet: AnyObject {
  /// Finds the rows that differ, and the events behind them by reading the log again.
  func trace(_ reader: LogReader, beside: Connection) throws -> [RowTrace]
}

/// The rows of one projection that differ from the log.
struct RowTrace {
  /// How many there are, and how they differ.
  var groups: [RowGroup] = []
  /// The first of them, with the events behind them.
  var differences: [RowDifference] = []
}

/// The tracers of projections that take what one decoder gives.
final class DecodedTracers<Decoder: EventDecoder>: TracerSet {
  private let decoder: Decoder
  private let tracers: [any RowTracer<Decoder.Input>]

  init(decoder: Decoder, tracers: [any RowTracer<Decoder.Input>]) {
    self.decoder = decoder
    self.tracers = tracers
  }

  func trace(_ reader: LogReader, beside: Connection) throws -> [RowTrace] {
    try reader.query { stored in
      for tracer in tracers { try tracer.find(stored: stored, beside: beside) }
    }
    guard tracers.contains(where: { !$0.trace.groups.isEmpty }) else {
      return tracers.map(\.trace)
    }
    try reader.forEach { event in
      let input = decoder.decode(event)
      for tracer in tracers { tracer.trace(input, event.id) }
      return true
    }
    for tracer in tracers { try tracer.settle(reader) }
    return tracers.map(\.trace)
  }
}
