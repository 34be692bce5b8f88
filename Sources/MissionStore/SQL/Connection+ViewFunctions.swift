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
    // A query asks for value after value of one row.
    let last = Condition((packed: [UInt8](), values: [SQLValue]()))
    try addFunction("unpacked", arguments: 2) { arguments in
      guard case .blob(let packed) = arguments[0], case .integer(let place) = arguments[1] else {
        return .null
      }
      return last.withLock { last in
        if last.packed != packed { last = (packed, PackedValues.all(in: packed)) }
        return last.values.indices.contains(Int(place))
          ? SQLiteValue(last.values[Int(place)]) : .null
      }
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
