/// An index over a projection's table, whole or partial.
public struct TableIndex: Hashable, Sendable {
  /// The index's name in SQL; a rebuilt table's index has a number after it, so that no query can name one.
  public let name: String
  /// The columns, or expressions over columns, by which it is ordered.
  public let terms: [String]
  /// The condition of a partial index, in SQL.
  public let condition: String?
  /// Whether most rows are in it: a rebuild then makes it over the full table at once, and any other before a row is
  /// there, which spares it a pass over the table.
  public let isDense: Bool

  /// Makes an index over columns or expressions (`"dispatched_at DESC"`); a partial one is not `dense` unless it is said
  /// to be.
  public init(
    _ name: String, on terms: [String], where condition: String? = nil, dense: Bool = false
  ) {
    self.name = name
    self.terms = terms
    self.condition = condition
    isDense = dense || condition == nil
  }
}
