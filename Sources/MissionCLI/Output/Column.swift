/// A column of a table: its title, its side, and how far it may be cut when the table is too wide.
struct Column: Sendable {
  let title: String
  var isNumber = false
  /// The width below which it is never cut; nil for a column that is never cut at all.
  var least: Int?
  /// Left out where every row's cell is empty.
  var isOptional = false

  init(_ title: String, isNumber: Bool = false, least: Int? = nil, isOptional: Bool = false) {
    self.title = title
    self.isNumber = isNumber
    self.least = least
    self.isOptional = isOptional
  }
}
