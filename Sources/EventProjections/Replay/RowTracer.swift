internal import EventLog
internal import EventLogSQLite

/// A tracer of one projection's rows that differ from the log; its types are hidden.
protocol RowTracer<Input>: AnyObject {
  associatedtype Input: Sendable
  /// The rows that differ, in key order, with the events found so far.
  var trace: RowTrace { get }
  /// Finds the rows that differ, without the events that explain them.
  func find(stored: Connection, beside: Connection) throws
  /// Folds an event again, if it concerns a row that differs.
  func trace(_ input: Input, _ event: EventID)
  /// Fills in what only the streams tell: the events of rows that no event leads to any more.
  func settle(_ reader: LogReader) throws
}

/// The rows of one projection that differ from the log.
struct RowTrace {
  /// Their number, by kind of difference.
  var groups: [RowGroup] = []
  /// The first of them, with the events behind them.
  var differences: [RowDifference] = []
}
