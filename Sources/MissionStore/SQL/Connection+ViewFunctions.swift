import EventLogSQLite
import EventProjections
import Platform

extension Connection {
  /// Adds what the views are written with: `iso8601`, of microseconds since the epoch, and `unpacked`, the value at a place
  /// of what a row has packed.
  func addViewFunctions() throws(SQLiteError) {
    try addFunction("iso8601", arguments: 1) { arguments in
      guard case .integer(let microseconds) = arguments[0] else { return .null }
      return .text(Instant(microseconds: microseconds).description)
    }
    try addFunction("unpacked", arguments: 2) { arguments in
      guard case .blob(let packed) = arguments[0], case .integer(let place) = arguments[1],
        let value = PackedValues.value(in: packed, at: Int(place))
      else { return .null }
      return SQLiteValue(value)
    }
  }
}

extension SQLiteValue {
  /// A projection's value as SQLite has it.
  fileprivate init(_ value: SQLValue) {
    self =
      switch value {
      case .null: .null
      case .integer(let value): .integer(value)
      case .text(let value): .text(value)
      case .blob(let value): .blob(value)
      }
  }
}
