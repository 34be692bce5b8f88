import EventLogSQLite
import Platform

extension LogReader {
  /// The hash of an event's leaf, in hexadecimal, computed anew and held against what its append left; nil when there
  /// is no event at that position.
  ///
  /// It names the event by everything that it holds: another event at the same place of another history differs.
  package func leaf(at position: Int64) throws(LogError) -> String? {
    guard var found = try row(at: position) else { return nil }
    defer { found.query.reset() }
    return try found.next() ? try rows.checkedLeaf(found.query).description : nil
  }
}
