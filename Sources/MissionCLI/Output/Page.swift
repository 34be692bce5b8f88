import MissionReplay

/// Text for a person, written line by line to standard output and fitted to the screen.
struct Page: Sendable {
  let console: Console
  let time: TimeText
  /// The options by which a named command works where this one does.
  let place: [String]

  var screen: Screen { console.screen }

  /// A text of this program's own, whose commands get those options.
  func placing(_ text: String) -> String { Hint.text(text, carrying: place, bare: true) }

  /// Writes one line, painted with its meaning's colour.
  func line(_ text: String = "", _ style: TextStyle = .plain) throws {
    try console.out.line(screen.paint(text, style))
  }

  /// Writes a section's title, with an empty line before it.
  func heading(_ text: String) throws {
    try console.out.line()
    try line(text, .strong)
  }

  /// Writes a table.
  func table(_ table: Table) throws {
    for line in table.lines(on: screen) { try console.out.line(line) }
  }

  /// Writes a record.
  func record(_ record: Record) throws {
    for line in record.lines(on: screen) { try console.out.line(line) }
  }

  /// Writes lines that were drawn elsewhere.
  func drawing(_ lines: [StyledLine]) throws {
    for line in lines { try console.out.line(screen.paint(line)) }
  }

  /// Writes a long text, wrapped and indented by `indent` columns.
  func paragraph(_ text: String, indent: Int = 0, _ style: TextStyle = .plain) throws {
    let space = String(repeating: " ", count: indent)
    for line in TextWidth.wrap(text, to: screen.width - indent) {
      try self.line(line.isEmpty ? "" : space + line, style)
    }
  }
}
