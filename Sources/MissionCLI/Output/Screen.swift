package import MissionReplay

/// The abilities of a command's output: its columns, and whether it has colour.
package struct Screen: Sendable {
  /// Columns that text is fitted to.
  package let width: Int
  /// Whether standard output is a terminal.
  package let isTerminal: Bool
  /// Whether standard error is a terminal: progress bars and questions appear only there.
  package let errorsAreTerminal: Bool
  /// Whether colour may be used: on a terminal without `NO_COLOR`.
  package let hasColour: Bool

  /// Makes a screen; one that is no terminal has 80 columns.
  package init(
    width: Int = 80, isTerminal: Bool = false, errorsAreTerminal: Bool = false,
    hasColour: Bool = false
  ) {
    self.width = width
    self.isTerminal = isTerminal
    self.errorsAreTerminal = errorsAreTerminal
    self.hasColour = hasColour
  }

  /// Paints `text` with its meaning's colour, where colour may be used.
  package func paint(_ text: String, _ style: TextStyle) -> String {
    guard hasColour, !text.isEmpty, let code = Self.code(style) else { return text }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }

  /// Paints a drawn line, without the spaces at its end.
  package func paint(_ line: StyledLine) -> String {
    var runs = line.runs.map { ($0.text, $0.style) }
    while let (text, style) = runs.popLast() {
      let kept = text.reversed().drop { $0 == " " }.reversed()
      guard !kept.isEmpty else { continue }
      runs.append((String(kept), style))
      break
    }
    return runs.map { paint($0.0, $0.1) }.joined()
  }

  /// A message with a painted first word and no control characters that a terminal would act on,
  /// wherever it is read in the end; wrapped for terminals, which would break it anywhere.
  package func message(_ word: String, _ style: TextStyle, _ text: String) -> String {
    let words = "\(word) \(text)"
    let shown =
      errorsAreTerminal
      ? TextWidth.wrap(words, to: width).joined(separator: "\n") : TextWidth.harmless(words)
    return paint(word, style) + shown.dropFirst(word.count)
  }

  private static func code(_ style: TextStyle) -> String? {
    switch style {
    case .plain: nil
    case .strong: "1"
    case .faint: "2"
    case .good: "32"
    case .bad: "31"
    case .warning: "33"
    }
  }
}
