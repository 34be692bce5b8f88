public import Platform

/// Collects the values of one row, in the order of its table's columns.
public struct RowWriter: Sendable {
  /// What was written so far.
  package private(set) var values: [SQLValue] = []

  /// Makes a writer with room for a row.
  package init(capacity: Int) {
    values.reserveCapacity(capacity)
  }

  /// Forgets what was written, keeping the room.
  package mutating func clear() {
    values.removeAll(keepingCapacity: true)
  }

  /// Writes an integer, or nothing.
  public mutating func integer(_ value: Int64?) {
    values.append(value.map { .integer($0) } ?? .null)
  }

  /// Writes an integer, or nothing.
  public mutating func integer(_ value: Int?) {
    values.append(value.map { .integer(Int64($0)) } ?? .null)
  }

  /// Writes 1 for true and 0 for false.
  public mutating func flag(_ value: Bool) {
    values.append(.integer(value ? 1 : 0))
  }

  /// Writes an instant as its microseconds, or nothing.
  public mutating func instant(_ value: Instant?) {
    values.append(value.map { .integer($0.microseconds) } ?? .null)
  }

  /// Writes text, or nothing.
  public mutating func text(_ value: String?) {
    values.append(value.map { .text($0) } ?? .null)
  }

  /// Writes bytes, or nothing.
  public mutating func blob(_ value: [UInt8]?) {
    values.append(value.map { .blob($0) } ?? .null)
  }
}
