public import EventLog

/// A pure fold of the log into rows, one row for each key.
///
/// The same log must give the same rows on any machine, in any build: no clock, no randomness, no order of a
/// dictionary, no floating point. A reducer runs inside the transaction of the event that it folds, and again, years
/// later, when its projection is rebuilt.
public protocol Reducer: Sendable {
  /// What an event is to this fold: what the ledger's decoder makes of it, or the event itself.
  associatedtype Input: Sendable = RecordedEvent
  /// What a row is found by.
  associatedtype Key: Hashable & Sendable
  /// What the events of one key amount to.
  associatedtype Row: Hashable & Sendable

  /// The projection's name: unique in a ledger, and kept in it.
  var name: String { get }

  /// The number of this fold, from 1. A change that can give other rows for the same log takes the next number.
  var version: Int { get }

  /// Whether each row folds the events of one stream alone, its key being the stream's number.
  var isOfOneStream: Bool { get }

  /// Tells which row an event concerns; nil when it concerns none.
  func key(of input: Input) -> Key?

  /// Folds one event into its row, in place; there is none before the first, and nil leaves none.
  ///
  /// An event for which this throws is parked: the log goes on, and the projection's status shows the event's position
  /// and the error. It throws before it changes the row, which so stays as it was.
  func reduce(_ row: inout Row?, _ input: Input) throws

  /// Folds one event into the row that it concerns, which `load` gives where it is not in memory.
  ///
  /// Not for a reducer to define: it is asked for here so that each has one that is made for its own types.
  func fold(
    _ input: Input, at position: Int64, into rows: RowCache<Key, Row>,
    loading load: (Key) throws -> Row?
  ) throws
}

extension Reducer {
  /// Folds one event by `key` and `reduce`.
  @inlinable
  public func fold(
    _ input: Input, at position: Int64, into rows: RowCache<Key, Row>,
    loading load: (Key) throws -> Row?
  ) throws {
    guard let key = key(of: input) else { return }
    try rows.move(key, at: position, loading: load) { row in try reduce(&row, input) }
  }

  /// False: a row may fold any stream's events.
  public var isOfOneStream: Bool { false }
}
