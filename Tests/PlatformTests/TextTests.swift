import Platform
import Testing

@Test(
  arguments: [
    ("", 0, ""), ("", -3, ""), ("abc", 3, "abc"), ("abc", 2, "ab"), ("abc", 0, ""),
    ("abc", -3, ""), ("caf\u{E9}s", 5, "caf\u{E9}"), ("caf\u{E9}s", 4, "caf"),
    ("cafe\u{301}s", 5, "caf"), ("a\r\nb", 2, "a"), ("a\r\nb", 3, "a\r\n"),
    ("!\u{1F468}\u{200D}\u{1F469}", 11, "!"),
    // Not even the first character fits.
    ("\u{1F468}\u{200D}\u{1F469}!", 10, "\u{1F468}\u{200D}"), ("\u{1F468}!", 3, ""),
    ("a\u{301}\u{301}\u{301}", 4, "a\u{301}"),
  ])
func aTextIsCutAtAWholeCharacter(text: String, limit: Int, expected: String) {
  #expect(Array(text.prefix(bytes: limit).unicodeScalars) == Array(expected.unicodeScalars))
}

@Test(
  arguments: [
    ("abc", 3, "abc"), ("abcd", 3, "…"), ("abcdef", 5, "ab…"), ("caf\u{E9}s to go", 7, "caf…"),
    ("caf\u{E9}s to go", 8, "caf\u{E9}…"),
  ])
func aTextThatIsCutSaysSo(text: String, limit: Int, expected: String) {
  #expect(text.cut(bytes: limit) == expected)
}

@Test(
  arguments: [
    ("", 0, ""), ("abc", 3, "abc"), ("abc", 2, "ab"), ("abc", 0, ""),
    ("e\u{301}e\u{301}", 3, "e\u{301}"),
    ("e\u{301}e\u{301}", 4, "e\u{301}e\u{301}"), ("a\u{301}\u{301}\u{301}", 2, "a\u{301}"),
    ("a\r\n", 2, "a"),
  ])
func aTextIsCutWithinANumberOfScalars(text: String, limit: Int, expected: String) {
  #expect(Array(text.prefix(scalars: limit).unicodeScalars) == Array(expected.unicodeScalars))
}
