/// An index over a projection's table, whole or partial.
public struct TableIndex: Hashable, Sendable {
  /// The index's name in SQL; a rebuilt table's index has a number after it, so that no query can
  /// name one.
  public let name: String
  /// The columns, or expressions over columns, that it is ordered by.
  public let terms: [String]
  /// The condition of a partial index, in SQL.
  public let condition: String?
  /// Whether it holds most rows: a rebuild then makes it over the full table at once; any other it
  /// makes over the empty table, which saves a pass over the rows.
  public let isDense: Bool

  /// Makes an index over columns or expressions (`"dispatched_at DESC"`); a partial one is dense
  /// only if `dense` says so.
  public init(
    _ name: String, on terms: [String], where condition: String? = nil, dense: Bool = false
  ) {
    self.name = name
    self.terms = terms
    self.condition = condition
    isDense = dense || condition == nil
  }
}
