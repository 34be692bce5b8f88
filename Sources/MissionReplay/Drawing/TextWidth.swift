/// The number of terminal columns of a text: wide East Asian characters, emoji and flags take two,
/// combining marks none.
package enum TextWidth {
  /// The most scalars without a width in a row, as in the stream-safe form of Unicode; no emoji has
  /// more scalars either.
  private static let longestRun = 30

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
    guard let first = scalars.first else { return 0 }
    if scalars.count <= longestRun,
      scalars.dropFirst().contains(where: { makesWide($0, after: first) })
    {
      return 2
    }
    // Letters that a script writes as one character are drawn side by side all the same.
    return scalars.reduce(0) { $0 + columns($1) }
  }

  /// Whether a scalar within a character makes that an emoji: the emoji selector, a skin tone, a
  /// joiner to another emoji, or a flag's second letter.
  private static func makesWide(_ scalar: Unicode.Scalar, after first: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xFE0F, 0x1F3FB...0x1F3FF, 0x1F1E6...0x1F1FF: true
    case 0x200D: first.properties.isEmoji
    default: false
    }
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

  /// `text` as one line: every run of white space a single space, no control characters, and no
  /// more marks in a row than any script has: they take no column, and a row of them could be
  /// endless.
  package static func oneLine(_ text: String) -> String {
    var line = ""
    var isSpace = true
    var run = 0
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace {
        if !isSpace { line.unicodeScalars.append(" ") }
        isSpace = true
        continue
      }
      let shown = isControl(scalar) ? "\u{FFFD}" : scalar
      run = shown.isASCII || columns(shown) > 0 ? 0 : run + 1
      guard run <= longestRun else { continue }
      line.unicodeScalars.append(shown)
      isSpace = false
    }
    if line.last == " " { line.removeLast() }
    return line
  }

  /// `text` with its line breaks, but with no other control character that could move a terminal's
  /// cursor.
  package static func harmless(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      let isKept = scalar == "\n" || scalar == "\t" || !isControl(scalar)
      result.unicodeScalars.append(isKept ? scalar : "\u{FFFD}")
    }
    return result
  }

  /// JSON with those control characters escaped, so that it says the same; those below U+0020 are
  /// escaped in any JSON.
  package static func harmless(json: [UInt8]) -> [UInt8] {
    guard json.contains(where: { $0 >= 0x7F }) else { return json }
    var result = ""
    for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
      guard scalar.value >= 0x7F, isControl(scalar) else {
        result.unicodeScalars.append(scalar)
        continue
      }
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
    return Array(result.utf8)
  }

  /// `text` broken into lines of at most `width` columns, at spaces, or within words that are
  /// longer than a line; its own line breaks are kept, and a tab counts as a space.
  package static func wrap(_ text: String, to width: Int) -> [String] {
    harmless(text).replacing("\t", with: " ")
      .split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap { wrapParagraph($0, to: max(width, 8)) }
  }

  private static func wrapParagraph(_ paragraph: Substring, to width: Int) -> [String] {
    let indent = paragraph.prefix(width / 2).prefix { $0 == " " }
    var lines: [String] = []
    var (line, used) = (String(indent), indent.count)
    func breakLine() {
      lines.append(line)
      (line, used) = (String(indent), indent.count)
    }
    for word in paragraph.split(separator: " ") {
      let length = columns(word)
      // A word longer than any line begins on the line of the word before it.
      let begins = length > width - indent.count ? 2 : length
      if used > indent.count, used + 1 + begins > width { breakLine() }
      if used > indent.count {
        line += " "
        used += 1
      }
      if used + length <= width {
        line += word
        used += length
        continue
      }
      for character in word {
        let columns = columns(character)
        if used + columns > width { breakLine() }
        line.append(character)
        used += columns
      }
    }
    lines.append(used > indent.count ? line : "")
    return lines
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control || scalar.properties.isBidiControl
  }

  private static func columns(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    // Vowels and finals of Hangul are drawn within the block of the consonant before them.
    if (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FF).contains(scalar.value) {
      return 0
    }
    return WideCharacters.contain(scalar) ? 2 : 1
  }
}
