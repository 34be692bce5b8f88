public import EventLog

/// A pure fold of the log into rows, one row for each key.
///
/// The same log must give the same rows on any machine, in any build: no clock, no randomness, no order of a
/// dictionary, no floating point. A reducer runs inside the transaction of the event that it folds, and again, years
/// later, when its projection is rebuilt.
public protocol Reducer: Sendable {
  /// What a row is found by.
  associatedtype Key: Hashable & Sendable
  /// What the events of one key amount to.
  associatedtype Row: Hashable & Sendable

  /// The projection's name: unique in a ledger, and kept in it.
  var name: String { get }

  /// The number of this fold, from 1. A change that can give other rows for the same log takes the next number.
  var version: Int { get }

  /// Tells which row an event concerns; nil when it concerns none.
  func key(of event: RecordedEvent) -> Key?

  /// Folds one event into its row; nil where there is no row before or after it.
  ///
  /// An event for which this throws is parked: the row stays as it was, the log goes on, and the projection's status
  /// shows the event's position and the error.
  func reduce(_ row: Row?, _ event: RecordedEvent) throws -> Row?
}
