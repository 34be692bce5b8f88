public import EventLog

/// A pure fold of the log into rows, one row for each key.
///
/// The same log must give the same rows on any machine, in any build: no clock, no randomness, no
/// order of a dictionary, no floating point. A reducer runs inside the transaction of the event
/// that it folds, and again, years later, when its projection is rebuilt.
public protocol Reducer: Sendable {
  /// An event as this fold takes it: the decoder's output, or the event itself.
  associatedtype Input: Sendable = RecordedEvent
  /// The key by which a row is found.
  associatedtype Key: Hashable & Sendable
  /// The result of folding the events of one key.
  associatedtype Row: Hashable & Sendable

  /// The projection's name, unique in a ledger and stored in it.
  var name: String { get }

  /// The number of this fold, from 1. A change that can give other rows for the same log takes the
  /// next number.
  var version: Int { get }

  /// Whether each row folds the events of one stream alone, with the stream's number as its key.
  var isOfOneStream: Bool { get }

  /// Returns the key of the row that an event concerns; nil if it concerns none.
  func key(of input: Input) -> Key?

  /// Folds one event into its row, in place; the row is nil before the first event, and setting it
  /// to nil removes it.
  ///
  /// An event for which this throws is parked: the log goes on, and the projection's status shows
  /// the event's position and the error. It must throw before it changes the row, which then stays
  /// as it was.
  func reduce(_ row: inout Row?, _ input: Input) throws

  /// Folds one event into the row that it concerns, which `load` returns if it is not in memory.
  ///
  /// Reducers don't define this: it is a requirement so that each has a version compiled for its
  /// own types.
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
