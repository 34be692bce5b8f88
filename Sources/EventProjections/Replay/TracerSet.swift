internal import EventLog
internal import EventLogSQLite

/// The tracers of a ledger's projections: each event is decoded once for all of them.
protocol TracerSet: AnyObject {
  /// Finds the differing rows, and the events behind them by reading the log again.
  func trace(_ reader: LogReader, beside: Connection) throws -> [RowTrace]
}

/// The tracers of projections that take one decoder's input.
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
