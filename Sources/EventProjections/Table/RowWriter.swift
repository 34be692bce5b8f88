public import Platform

/// Collects the values of one row, in the order of its table's columns, each where it is stored.
public struct RowWriter: Sendable {
  /// What was written so far of columns that stand by themselves.
  package private(set) var values: [SQLValue] = []
  /// What was written so far of the packed ones.
  package private(set) var packed: [UInt8] = []
  /// How many values were written.
  package private(set) var count = 0
  private let packs: [Bool]

  /// Makes a writer that packs none of the values.
  package init(capacity: Int) {
    packs = []
    values.reserveCapacity(capacity)
  }

  /// Makes a writer of rows that lie as a layout says.
  init(_ layout: TableLayout) {
    packs = layout.packs
    values.reserveCapacity(layout.storedColumns.count)
  }

  /// Forgets what was written, keeping the room.
  package mutating func clear() {
    values.removeAll(keepingCapacity: true)
    packed.removeAll(keepingCapacity: true)
    count = 0
  }

  /// What was written, which the writer then forgets; the next row finds as much room as this one took.
  mutating func take() -> RowValues {
    let row = RowValues(values: values, packed: packed)
    values = []
    values.reserveCapacity(row.values.count)
    packed = []
    packed.reserveCapacity(row.packed.count)
    count = 0
    return row
  }

  /// Steps to the next column; true where it is packed.
  private mutating func advance() -> Bool {
    defer { count += 1 }
    return count < packs.count && packs[count]
  }

  /// Writes an integer, or nothing.
  public mutating func integer(_ value: Int64?) {
    if advance() {
      if let value { packed.pack(value) } else { packed.packNull() }
    } else {
      values.append(value.map { .integer($0) } ?? .null)
    }
  }

  /// Writes an integer, or nothing.
  public mutating func integer(_ value: Int?) {
    integer(value.map { Int64($0) })
  }

  /// Writes 1 for true and 0 for false.
  public mutating func flag(_ value: Bool) {
    integer(value ? 1 : 0)
  }

  /// Writes an instant as its microseconds, or nothing.
  public mutating func instant(_ value: Instant?) {
    integer(value?.microseconds)
  }

  /// Writes text, or nothing.
  public mutating func text(_ value: String?) {
    if advance() {
      if let value { packed.pack(value) } else { packed.packNull() }
    } else {
      values.append(value.map { .text($0) } ?? .null)
    }
  }

  /// Writes bytes, or nothing.
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
  /// Those of columns that stand by themselves.
  let values: [SQLValue]
  /// Those that are packed together.
  let packed: [UInt8]
}
