package import Platform

/// A horizontal bar to scale: stretches of time painted over each other, each at least one column
/// wide.
package struct Bar: Sendable {
  /// What a stretch of the bar shows, and how.
  package struct Ink: Hashable, Sendable {
    /// The character that fills the stretch, one column wide.
    package let character: Character
    /// The stretch's meaning.
    package let style: TextStyle

    /// Makes an ink.
    package init(_ character: Character, _ style: TextStyle) {
      self.character = character
      self.style = style
    }
  }

  /// The moment at the bar's left end.
  package let start: Instant
  /// The moment at the bar's right end.
  package let end: Instant
  private var cells: [Ink?]

  /// Makes an empty bar of `columns` columns.
  package init(from start: Instant, to end: Instant, columns: Int) {
    self.start = start
    self.end = end
    self.cells = Array(repeating: nil, count: columns)
  }

  /// Paints the stretch between two moments, over what was painted there before.
  package mutating func paint(from: Instant, to: Instant, _ ink: Ink) {
    let first = min(column(from), cells.count - 1)
    let last = min(max(column(to), first + 1), cells.count)
    for index in first..<last { cells[index] = ink }
  }

  /// Adds the bar, as wide as it is, to `line`.
  package func draw(onto line: inout StyledLine) {
    for cell in cells {
      line.append(cell.map { String($0.character) } ?? " ", cell?.style ?? .plain)
    }
  }

  /// The column in which a moment lies.
  private func column(_ instant: Instant) -> Int {
    let whole = end.microseconds - start.microseconds
    let part = min(max(instant.microseconds - start.microseconds, 0), max(whole, 0))
    guard whole > 0 else { return 0 }
    return Int((Double(part) / Double(whole) * Double(cells.count)).rounded(.down))
  }
}
