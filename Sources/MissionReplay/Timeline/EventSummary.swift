/// One line about an event: what happened, and in the words of whoever caused it.
package struct EventSummary: Hashable, Sendable {
  /// What happened, in a few words.
  package let what: String
  /// The words of its cause: a question, an answer, an error, a message; one line, uncut.
  package let words: String?
  /// The style of the line.
  package let style: TextStyle

  /// Makes a summary; words of white space alone are left out.
  init(_ what: String, _ words: String? = nil, _ style: TextStyle = .plain) {
    let line = words.map(TextWidth.oneLine) ?? ""
    self.what = TextWidth.oneLine(what)
    self.words = line.isEmpty ? nil : line
    self.style = style
  }

  /// The whole line, uncut.
  package var text: String { words.map { "\(what): \($0)" } ?? what }
}
