internal import Platform

/// One value of a projection's table.
///
/// There is no floating point, which would not compare alike everywhere. Texts are equal when their
/// bytes are, as in SQLite, not when they only look alike.
public enum SQLValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case text(String)
  case blob([UInt8])

  /// Tells whether two values are the same to the byte.
  public static func == (left: SQLValue, right: SQLValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.integer(let left), .integer(let right)): left == right
    case (.text(let left), .text(let right)): left.utf8.span.holdsSame(as: right.utf8.span)
    case (.blob(let left), .blob(let right)): left.span.holdsSame(as: right.span)
    default: false
    }
  }

  /// Tells whether this value comes before another in a key's order: integers by size, then text,
  /// then blobs by their bytes.
  package func precedes(_ other: SQLValue) -> Bool {
    switch (self, other) {
    case (.integer(let left), .integer(let right)): left < right
    case (.text(let left), .text(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
    case (.blob(let left), .blob(let right)): left.lexicographicallyPrecedes(right)
    default: rank < other.rank
    }
  }

  private var rank: Int {
    switch self {
    case .null: 0
    case .integer: 1
    case .text: 2
    case .blob: 3
    }
  }
}

extension [SQLValue] {
  /// Tells whether this key comes before another of its table.
  func precede(_ other: [SQLValue]) -> Bool {
    lexicographicallyPrecedes(other) { $0.precedes($1) }
  }
}

extension SQLValue: CustomStringConvertible {
  /// The value for people: text as it is, a blob in hexadecimal.
  public var description: String {
    switch self {
    case .null: return "null"
    case .integer(let value): return String(value)
    case .text(let value): return value
    case .blob(let bytes): return bytes.hex
    }
  }
}
