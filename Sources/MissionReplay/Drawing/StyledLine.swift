/// One line of drawn text: runs of text, each with its meaning.
package struct StyledLine: Hashable, Sendable {
  /// A stretch of text with one meaning.
  package struct Run: Hashable, Sendable {
    /// The text, without a line break.
    package let text: String
    /// Its meaning.
    package let style: TextStyle
  }

  /// The runs from left to right.
  package private(set) var runs: [Run] = []

  /// Makes an empty line.
  package init() {}

  /// Makes a line of one run.
  package init(_ text: String, _ style: TextStyle = .plain) {
    append(text, style)
  }

  /// Adds `text` at the line's end, joining it to a last run of the same meaning.
  package mutating func append(_ text: String, _ style: TextStyle = .plain) {
    guard !text.isEmpty else { return }
    if let last = runs.last, last.style == style {
      runs[runs.count - 1] = Run(text: last.text + text, style: style)
    } else {
      runs.append(Run(text: text, style: style))
    }
  }

  /// Adds spaces until the line takes `column` columns; at least one where it already takes them.
  package mutating func pad(to column: Int) {
    append(String(repeating: " ", count: max(column - columns, columns == 0 ? 0 : 1)))
  }

  /// The line without any control character that could move a terminal's cursor.
  package var harmless: StyledLine {
    var line = StyledLine()
    for run in runs { line.append(TextWidth.harmless(run.text), run.style) }
    return line
  }

  /// The line's text alone.
  package var text: String { runs.map(\.text).joined() }

  /// The terminal columns that the line takes.
  package var columns: Int { runs.reduce(0) { $0 + TextWidth.columns($1.text) } }
}
