import EventLogSQLite
import EventProjections
import Platform

extension Connection {
  /// Adds the functions that views use: `iso8601`, of microseconds since the epoch, and `unpacked`,
  /// the value at a place of a row's packed values.
  func addViewFunctions() throws(SQLiteError) {
    try addFunction("iso8601", arguments: 1) { arguments in
      guard case .integer(let microseconds) = arguments[0] else { return .null }
      return .text(Instant(microseconds: microseconds).description)
    }
    // The last row is kept, since a query asks for one value after another of a row.
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
  /// Makes SQLite's form of a projection's value.
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
