import MissionReplay

/// One cell of a table: its text and the colour it is painted in.
struct Cell: Sendable, ExpressibleByStringLiteral {
  let text: String
  let style: TextStyle

  init(_ text: String, _ style: TextStyle = .plain) {
    self.text = TextWidth.oneLine(text)
    self.style = style
  }

  init(_ number: Int, _ style: TextStyle = .plain) {
    self.init(String(number), style)
  }

  init(stringLiteral value: String) {
    self.init(value)
  }
}
