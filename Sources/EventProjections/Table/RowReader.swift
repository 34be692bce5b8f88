internal import EventLogSQLite
public import Platform

/// A reader of one row's values, in the order of its table's columns, wherever each is stored.
///
/// A missing value, or one of another type than the column's, is a `corruptRow`.
public struct RowReader {
  private let statement: Statement
  private let layout: TableLayout
  /// The indexes of the next column of the query, and of the next one of the definition, where the
  /// key's come first.
  private var place = 0
  private var column: Int
  private let packedPlace: Int
  /// The row's packed values, read when the first of them is asked for.
  private var packed = PackedValues([])
  private var hasPacked = false

  /// Reads the row at which a statement stands that selects the file's columns, with or without the
  /// key.
  init(_ statement: Statement, _ layout: TableLayout, startsWithKey: Bool) {
    self.statement = statement
    self.layout = layout
    let keys = startsWithKey ? layout.keyColumns.count : 0
    column = -keys
    packedPlace = keys + layout.storedColumns.count - 1
  }

  /// Reads an integer or null.
  public mutating func optionalInteger() throws(ProjectionError) -> Int64? {
    guard advance() else { return statement.optionalInt64(at: place - 1) }
    return try unpacked { $0.integer() }
  }

  /// Reads an integer.
  public mutating func integer() throws(ProjectionError) -> Int64 {
    guard let value = try optionalInteger() else { throw missing() }
    return value
  }

  /// Reads an integer as an `Int`.
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

  /// Reads an instant or null.
  public mutating func optionalInstant() throws(ProjectionError) -> Instant? {
    try optionalInteger().map { Instant(microseconds: $0) }
  }

  /// Reads text or null.
  public mutating func optionalText() throws(ProjectionError) -> String? {
    guard advance() else { return statement.optionalText(at: place - 1) }
    return try unpacked { $0.text() }
  }

  /// Reads text.
  public mutating func text() throws(ProjectionError) -> String {
    guard let value = try optionalText() else { throw missing() }
    return value
  }

  /// Reads text and passes it to `parse`, which returns nil for text that is not one of its words.
  public mutating func word<T>(_ parse: (String) -> T?) throws(ProjectionError) -> T {
    let text = try text()
    guard let value = parse(text) else { throw corrupt("holds the unknown word '\(text)'") }
    return value
  }

  /// Reads text or null, and passes text to `parse`, which returns nil for text that is not one of
  /// its words.
  public mutating func optionalWord<T>(_ parse: (String) -> T?) throws(ProjectionError) -> T? {
    guard let text = try optionalText() else { return nil }
    guard let value = parse(text) else { throw corrupt("holds the unknown word '\(text)'") }
    return value
  }

  /// Skips values.
  public mutating func skip(_ count: Int = 1) throws(ProjectionError) {
    for _ in 0..<count where advance() {
      _ = try unpacked { $0.next() }
    }
  }

  /// The error for the last value read.
  public func corrupt(_ what: String) -> ProjectionError {
    ProjectionError(
      .corruptRow,
      "column \(lastName) of a row in \(layout.table) \(what); `rebuild` makes the rows anew from the log"
    )
  }

  private func missing() -> ProjectionError {
    corrupt("has no value")
  }

  /// Steps to the next column; true if it is packed.
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
