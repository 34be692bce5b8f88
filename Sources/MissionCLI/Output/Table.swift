import MissionReplay

/// Rows under titles, aligned and fitted to the screen: columns that may be cut are, the last one
/// first.
struct Table: Sendable {
  private let columns: [Column]
  private(set) var rows: [[Cell]] = []
  private static let gap = 2

  init(_ columns: [Column]) {
    self.columns = columns
  }

  mutating func add(_ cells: [Cell]) {
    precondition(cells.count == columns.count, "a row has one cell for each column")
    rows.append(cells)
  }

  /// The table's lines, its titles first; none where it has no row.
  func lines(on screen: Screen) -> [String] {
    guard !rows.isEmpty else { return [] }
    let shown = columns.indices.filter { index in
      !columns[index].isOptional || rows.contains { !$0[index].text.isEmpty }
    }
    let widths = self.widths(of: shown, on: screen)
    let titles = columns.map { Cell($0.title, .faint) }
    return ([titles] + rows).map { line($0, shown: shown, widths: widths, on: screen) }
  }

  private func widths(of shown: [Int], on screen: Screen) -> [Int: Int] {
    var widths: [Int: Int] = [:]
    for index in shown {
      let cells = rows.map { TextWidth.columns($0[index].text) }
      widths[index] = max(TextWidth.columns(columns[index].title), cells.max() ?? 0)
    }
    var excess = widths.values.reduce(0, +) + Self.gap * (shown.count - 1) - screen.width
    for index in shown.reversed() {
      guard excess > 0, let least = columns[index].least, let width = widths[index] else {
        continue
      }
      let given = min(excess, max(0, width - max(least, columns[index].title.count)))
      widths[index] = width - given
      excess -= given
    }
    return widths
  }

  private func line(_ cells: [Cell], shown: [Int], widths: [Int: Int], on screen: Screen) -> String
  {
    var line = ""
    for index in shown {
      let width = widths[index] ?? 0
      let text = TextWidth.cut(cells[index].text, to: width)
      let space = String(repeating: " ", count: max(0, width - TextWidth.columns(text)))
      let painted = screen.paint(text, cells[index].style)
      line += columns[index].isNumber ? space + painted : painted + space
      if index != shown.last { line += String(repeating: " ", count: Self.gap) }
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}
