internal import EventLogSQLite
public import Platform

/// Reads the values of one row, in the order of its table's columns, from where each is stored.
///
/// A value that is missing, or of another kind than the column's, is a `corruptRow`.
public struct RowReader {
  private let statement: Statement
  private let layout: TableLayout
  /// The next of the query's columns, and the next of the table's as it is defined, which the key's precede.
  private var place = 0
  private var column: Int
  private let packedPlace: Int
  /// What the row has packed, read when the first value of it is asked for.
  private var packed = PackedValues([])
  private var hasPacked = false

  /// Reads from the row on which a statement stands that selects what the file has, with the key or without it.
  init(_ statement: Statement, _ layout: TableLayout, startsWithKey: Bool) {
    self.statement = statement
    self.layout = layout
    let keys = startsWithKey ? layout.keyColumns.count : 0
    column = -keys
    packedPlace = keys + layout.storedColumns.count - 1
  }

  /// Reads an integer, or nothing.
  public mutating func optionalInteger() throws(ProjectionError) -> Int64? {
    guard advance() else { return statement.optionalInt64(at: place - 1) }
    return try unpacked { $0.integer() }
  }

  /// Reads an integer.
  public mutating func integer() throws(ProjectionError) -> Int64 {
    guard let value = try optionalInteger() else { throw missing() }
    return value
  }

  /// Reads an integer that fits a count.
  public mutating func int() throws(ProjectionError) -> Int {
    Int(try integer())
  }

  /// Reads 1 as true and 0 as false.
  public mutating func flag() throws(ProjectionError) -> Bool {
    try integer() != 0
  }

  /// Reads an instant.
  public mutating func instant() throws(ProjectionError) -> Instant {
    Instant(microseconds: try integer())
  }

  /// Reads an instant, or nothing.
  public mutating func optionalInstant() throws(ProjectionError) -> Instant? {
    try optionalInteger().map { Instant(microseconds: $0) }
  }

  /// Reads text, or nothing.
  public mutating func optionalText() throws(ProjectionError) -> String? {
    guard advance() else { return statement.optionalText(at: place - 1) }
    return try unpacked { $0.text() }
  }

  /// Reads text.
  public mutating func text() throws(ProjectionError) -> String {
    guard let value = try optionalText() else { throw missing() }
    return value
  }

  /// Reads text and gives it to `parse`; nil from it means that the text is none of its words.
  public mutating func word<T>(_ parse: (String) -> T?) throws(ProjectionError) -> T {
    let text = try text()
    guard let value = parse(text) else { throw corrupt("holds the unknown word '\(text)'") }
    return value
  }

  /// Reads text, if there is any, and gives it to `parse`; nil from it means that the text is none of its words.
  public mutating func optionalWord<T>(_ parse: (String) -> T?) throws(ProjectionError) -> T? {
    guard let text = try optionalText() else { return nil }
    guard let value = parse(text) else { throw corrupt("holds the unknown word '\(text)'") }
    return value
  }

  /// Leaves values out.
  public mutating func skip(_ count: Int = 1) throws(ProjectionError) {
    for _ in 0..<count where advance() {
      _ = try unpacked { $0.next() }
    }
  }

  /// The error of the value that was read last.
  public func corrupt(_ what: String) -> ProjectionError {
    ProjectionError(
      .corruptRow,
      "column \(lastName) of a row in \(layout.table) \(what); `rebuild` makes the rows anew from the log"
    )
  }

  private func missing() -> ProjectionError {
    corrupt("has no value")
  }

  /// Steps to the next column; true where it is packed.
  private mutating func advance() -> Bool {
    let isPacked = column >= 0 && column < layout.packs.count && layout.packs[column]
    column += 1
    if !isPacked { place += 1 }
    return isPacked
  }

  private mutating func unpacked<Value>(
    _ read: (inout PackedValues) -> Value?
  ) throws(ProjectionError) -> Value? {
    if !hasPacked {
      packed = PackedValues(statement.blob(at: packedPlace))
      hasPacked = true
    }
    if packed.skipNull() { return nil }
    guard let value = read(&packed) else { throw corrupt("can't be read") }
    return value
  }

  private var lastName: String {
    guard column > 0 else { return place > 0 ? statement.columnName(at: place - 1) : "?" }
    guard layout.packs[column - 1] else { return statement.columnName(at: place - 1) }
    return layout.packedColumns[layout.packs[..<column].count { $0 } - 1].name
  }
}
