import EventLogSQLite

/// The answer to a query in SQL.
package struct SQLAnswer: Hashable, Sendable {
  /// One value of a row.
  package enum Value: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])

    init(_ value: SQLiteValue) {
      switch value {
      case .null: self = .null
      case .integer(let value): self = .integer(value)
      case .real(let value): self = .real(value)
      case .text(let value): self = .text(value)
      case .blob(let value): self = .blob(value)
      }
    }
  }

  /// The columns' names.
  package let columns: [String]
  /// The rows, one value for each column.
  package let rows: [[Value]]
  /// Whether there were more rows than were asked for.
  package let isTruncated: Bool
}
