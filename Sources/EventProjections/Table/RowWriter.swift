public import Platform

/// A writer of one row's values, in the order of its table's columns, wherever each is stored.
public struct RowWriter: Sendable {
  /// The values so far of columns that are stored by themselves.
  package private(set) var values: [SQLValue] = []
  /// The packed values so far.
  package private(set) var packed: [UInt8] = []
  /// How many values were written.
  package private(set) var count = 0
  private let packs: [Bool]

  /// Makes a writer that packs none of the values.
  package init(capacity: Int) {
    packs = []
    values.reserveCapacity(capacity)
  }

  /// Makes a writer of rows with a layout.
  init(_ layout: TableLayout) {
    packs = layout.packs
    values.reserveCapacity(layout.storedColumns.count)
  }

  /// Forgets the values, keeping the memory.
  package mutating func clear() {
    values.removeAll(keepingCapacity: true)
    packed.removeAll(keepingCapacity: true)
    count = 0
  }

  /// Returns the values and forgets them, reserving as much memory for the next row.
  mutating func take() -> RowValues {
    let row = RowValues(values: values, packed: packed)
    values = []
    values.reserveCapacity(row.values.count)
    packed = []
    packed.reserveCapacity(row.packed.count)
    count = 0
    return row
  }

  /// Steps to the next column; true if it is packed.
  private mutating func advance() -> Bool {
    defer { count += 1 }
    return count < packs.count && packs[count]
  }

  /// Writes an integer, or null.
  public mutating func integer(_ value: Int64?) {
    if advance() {
      if let value { packed.pack(value) } else { packed.packNull() }
    } else {
      values.append(value.map { .integer($0) } ?? .null)
    }
  }

  /// Writes an integer, or null.
  public mutating func integer(_ value: Int?) {
    integer(value.map { Int64($0) })
  }

  /// Writes 1 for true and 0 for false.
  public mutating func flag(_ value: Bool) {
    integer(value ? 1 : 0)
  }

  /// Writes an instant as its microseconds, or null.
  public mutating func instant(_ value: Instant?) {
    integer(value?.microseconds)
  }

  /// Writes text, or null.
  public mutating func text(_ value: String?) {
    if advance() {
      if let value { packed.pack(value) } else { packed.packNull() }
    } else {
      values.append(value.map { .text($0) } ?? .null)
    }
  }

  /// Writes bytes, or null.
  public mutating func blob(_ value: [UInt8]?) {
    if advance() {
      if let value { packed.pack(value) } else { packed.packNull() }
    } else {
      values.append(value.map { .blob($0) } ?? .null)
    }
  }
}

/// The values of one row as they are stored.
struct RowValues: Sendable {
  /// The values of columns that are stored by themselves.
  let values: [SQLValue]
  /// The packed values.
  let packed: [UInt8]
}
