/// A table that holds some of a projection's rows at the moment of a snapshot.
package struct RowsPart: Hashable, Sendable {
  /// The table, as SQL names it.
  package let table: String
  /// Which of its rows belong to the moment, as a condition in SQL; nil for all.
  package let condition: String?

  /// Names a table.
  package init(table: String, condition: String? = nil) {
    self.table = table
    self.condition = condition
  }
}
