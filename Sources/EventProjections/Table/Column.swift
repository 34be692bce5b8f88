/// One column of a projection's table.
public struct Column: Hashable, Sendable {
  /// The type of a column's values.
  public enum Kind: String, Sendable {
    case integer = "INTEGER"
    case text = "TEXT"
    case blob = "BLOB"
  }

  /// The column's name in SQL.
  public let name: String
  /// The type of its values.
  public let kind: Kind
  /// Whether a row may have no value here.
  public let isOptional: Bool
  /// Whether its values are packed with others into one blob: far cheaper to write, but out of
  /// reach of conditions, orders and indexes in SQL.
  public let isPacked: Bool

  /// Makes a column that always has a value, unless `optional`, and is stored by itself, unless
  /// `packed`.
  public init(_ name: String, _ kind: Kind, optional: Bool = false, packed: Bool = false) {
    self.name = name
    self.kind = kind
    self.isOptional = optional
    self.isPacked = packed
  }
}
