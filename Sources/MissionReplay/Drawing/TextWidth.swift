/// How many terminal columns text takes: wide East Asian characters and emoji take two, marks that combine none.
package enum TextWidth {
  /// The columns of `text`, which holds no line break.
  package static func columns(_ text: some StringProtocol) -> Int {
    var columns = 0
    for character in text { columns += Self.columns(character) }
    return columns
  }

  /// The columns of one character as a terminal draws it.
  package static func columns(_ character: Character) -> Int {
    if let ascii = character.asciiValue { return ascii < 0x20 || ascii == 0x7F ? 0 : 1 }
    let scalars = character.unicodeScalars
    if scalars.contains(where: { $0.value == 0xFE0F }) { return 2 }
    return scalars.first.map(columns) ?? 0
  }

  /// `text` in at most `limit` columns, its end replaced by `…` where it is longer.
  package static func cut(_ text: String, to limit: Int) -> String {
    guard limit > 0 else { return "" }
    guard columns(text) > limit else { return text }
    var kept = ""
    var used = 0
    for character in text {
      let columns = Self.columns(character)
      guard used + columns < limit else { break }
      kept.append(character)
      used += columns
    }
    while kept.last == " " { kept.removeLast() }
    return kept + "…"
  }

  /// `text` filled with spaces to `width` columns, at its right or at its left.
  package static func pad(_ text: String, to width: Int, toLeft: Bool = false) -> String {
    let missing = width - columns(text)
    guard missing > 0 else { return text }
    let space = String(repeating: " ", count: missing)
    return toLeft ? space + text : text + space
  }

  /// `text` as one line: every run of white space a single space, and no control characters.
  package static func oneLine(_ text: String) -> String {
    var line = ""
    var isSpace = true
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace {
        if !isSpace { line.unicodeScalars.append(" ") }
        isSpace = true
      } else {
        line.unicodeScalars.append(isControl(scalar) ? "\u{FFFD}" : scalar)
        isSpace = false
      }
    }
    if line.last == " " { line.removeLast() }
    return line
  }

  /// `text` with its line breaks, but with no other control character that could move a terminal's cursor.
  package static func harmless(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      let isKept = scalar == "\n" || scalar == "\t" || !isControl(scalar)
      result.unicodeScalars.append(isKept ? scalar : "\u{FFFD}")
    }
    return result
  }

  /// `text` broken at spaces into lines of at most `width` columns; its own line breaks are kept.
  package static func wrap(_ text: String, to width: Int) -> [String] {
    harmless(text).split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
      wrapParagraph(paragraph, to: max(width, 8))
    }
  }

  private static func wrapParagraph(_ paragraph: Substring, to width: Int) -> [String] {
    let indent = String(paragraph.prefix { $0 == " " })
    var lines: [String] = []
    var line = indent
    var holdsWord = false
    for word in paragraph.split(separator: " ") {
      if holdsWord, columns(line) + 1 + columns(word) > width {
        lines.append(line)
        line = indent
        holdsWord = false
      }
      line += holdsWord ? " \(word)" : String(word)
      holdsWord = true
    }
    lines.append(holdsWord ? line : "")
    return lines
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control || scalar.properties.isBidiControl
  }

  private static func columns(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: return isWide(scalar.value) ? 2 : 1
    }
  }

  private static func isWide(_ value: UInt32) -> Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
      0x20000...0x3FFFD:
      return true
    default:
      return false
    }
  }
}
