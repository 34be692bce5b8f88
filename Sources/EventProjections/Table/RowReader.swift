package import EventLogSQLite
public import Platform

/// Reads the values of one row, in the order of its table's columns.
///
/// A value that is missing, or of another kind than the column's, is a `corruptRow`.
public struct RowReader {
  private let statement: Statement
  private let table: String
  private var column: Int

  /// Reads from the row on which a statement of `table` stands.
  package init(_ statement: Statement, table: String, from column: Int = 0) {
    self.statement = statement
    self.table = table
    self.column = column
  }

  /// Reads an integer, or nothing.
  public mutating func optionalInteger() throws(ProjectionError) -> Int64? {
    defer { column += 1 }
    return statement.optionalInt64(at: column)
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

  /// Reads an integer that fits a count, or nothing.
  public mutating func optionalInt() throws(ProjectionError) -> Int? {
    try optionalInteger().map { Int($0) }
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
    defer { column += 1 }
    return statement.optionalText(at: column)
  }

  /// Reads text.
  public mutating func text() throws(ProjectionError) -> String {
    guard let value = try optionalText() else { throw missing() }
    return value
  }

  /// Reads bytes, or nothing.
  public mutating func optionalBlob() throws(ProjectionError) -> [UInt8]? {
    defer { column += 1 }
    return statement.isNull(at: column) ? nil : statement.blob(at: column)
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
  public mutating func skip(_ count: Int = 1) {
    column += count
  }

  /// The error of the value that was read last.
  public func corrupt(_ what: String) -> ProjectionError {
    let name = column > 0 ? statement.columnName(at: column - 1) : "?"
    return ProjectionError(
      .corruptRow, projection: table,
      "column \(name) of a row in \(table) \(what); `rebuild` makes the rows anew from the log")
  }

  private func missing() -> ProjectionError {
    corrupt("has no value")
  }
}
