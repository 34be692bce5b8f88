/// One column of a projection's table.
public struct Column: Hashable, Sendable {
  /// What a column may hold.
  public enum Kind: String, Sendable {
    case integer = "INTEGER"
    case text = "TEXT"
    case blob = "BLOB"
  }

  /// The column's name in SQL.
  public let name: String
  /// What it holds.
  public let kind: Kind
  /// Whether a row may have no value here.
  public let isOptional: Bool
  /// Whether its values lie with those of others in one blob: cheaper to write by far, and out of reach of conditions,
  /// orders and indexes in SQL.
  public let isPacked: Bool

  /// Makes a column that always has a value, unless `optional`, in a place of its own, unless `packed`.
  public init(_ name: String, _ kind: Kind, optional: Bool = false, packed: Bool = false) {
    self.name = name
    self.kind = kind
    self.isOptional = optional
    self.isPacked = packed
  }
}
