import MissionReplay
import Testing

@Suite struct TextWidthTests {
  @Test(arguments: [
    "✅", "❌", "⚡", "⭐", "⏳", "⌚", "⚪", "⛔", "✨", "❓", "➕", "🟠", "🟫", "🟰", "🩰", "🫠", "🫸", "長", "🙂",
    "ア",
    // A flag, a family, a heart with its selector, a finger with its tone, a key.
    "🇯🇵", "👩‍👩‍👧", "❤️", "☝🏽", "❤\u{200D}🔥", "1️⃣",
  ])
  func aPictureOrAWideLetterTakesTwoColumns(text: String) {
    #expect(TextWidth.columns(text) == 2)
  }

  @Test(arguments: ["a", "é", "e\u{301}", "…", "━", "⋮", "✓", "→", "ｱ", "🇯", "क्\u{200D}"])
  func otherTextTakesOneAColumn(text: String) {
    #expect(TextWidth.columns(text) == 1)
  }

  @Test(arguments: [("ทำ", 2), ("น้ำ", 2), ("क्ष", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("กำำ", 3)])
  func lettersOfOneCharacterStandBesideEachOther(text: String, columns: Int) {
    #expect(TextWidth.columns(text) == columns)
  }

  @Test(arguments: [
    ("one two three", ["one two", "three"]), ("a bb  ccc", ["a bb ccc"]),
    ("https://example.org/path", ["https://", "example.", "org/path"]),
    ("see /usr/local/share", ["see /usr", "/local/s", "hare"]),
    ("長い目的のための文", ["長い目的", "のための", "文"]), ("a長い目的の", ["a長い目", "的の"]),
    ("x ✅✅✅✅✅", ["x ✅✅✅", "✅✅"]), ("1234567 長い目的の", ["1234567", "長い目的", "の"]),
    ("  in 1234567", ["  in 123", "  4567"]), ("a\n\nb", ["a", "", "b"]),
    ("a\tbb\t\tc", ["a bb c"]),
    ("            deep word", ["    deep", "    word"]),
  ])
  func aTextIsBrokenAtSpacesAndWithinWordsThatNoLineHolds(text: String, lines: [String]) {
    #expect(TextWidth.wrap(text, to: 8) == lines)
  }

  @Test(arguments: [
    "a" + String(repeating: "\u{301}", count: 5_000), String(repeating: "\u{200B}", count: 5_000),
  ])
  func aLineHasNoMoreMarksInARowThanAnyWritingHas(text: String) {
    #expect(TextWidth.oneLine(text).unicodeScalars.count <= 31)
  }

  @Test(arguments: ["👩‍👩‍👧 e\u{301}", "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}"])
  func whatAnyWritingHasStaysOnItsLine(text: String) {
    #expect(TextWidth.oneLine(text) == text)
  }

  @Test func aChainOfPicturesThatHasNoEndIsCut() {
    let chain = Array(repeating: "👩", count: 5_000).joined(separator: "\u{200D}")
    #expect(TextWidth.cut("see " + chain, to: 10) == "see…")
  }

  @Test func whatIsWrappedIsAllThere() {
    let text = String(repeating: "長い✅path/", count: 500)
    let lines = TextWidth.wrap(text, to: 79)
    #expect(lines.joined() == text)
    #expect(lines.allSatisfy { TextWidth.columns($0) <= 79 })
  }
}
