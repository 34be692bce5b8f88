import EventLogSQLite
import Platform

extension LogReader {
  /// The hash of an event's leaf, in hexadecimal, recomputed and compared with the one its append
  /// left; nil if there is no event at that position.
  ///
  /// It identifies the event by its whole content: the event at the same place of another history
  /// has another hash.
  package func leaf(at position: Int64) throws(LogError) -> String? {
    guard var found = try row(at: position) else { return nil }
    defer { found.query.reset() }
    return try found.next() ? try rows.checkedLeaf(found.query).description : nil
  }
}
