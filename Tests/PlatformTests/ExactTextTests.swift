import Platform
import Testing

@Suite struct ExactTextTests {
  private let composed = ExactText("\u{E9}")
  private let decomposed = ExactText("e\u{301}")

  @Test func textsThatUnicodeTakesForOneAreTwo() {
    #expect(composed.string == decomposed.string)
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed, ExactText("\u{E9}")]).count == 2)
  }

  @Test func textsAreSortedByTheirBytes() {
    let texts = ["\u{E9}a", "f", "e\u{301}b", "\u{1F600}", "\u{FFEE}", ""].map { ExactText($0) }
    #expect(
      texts.sorted().map { Array($0.string.utf8) }
        == texts.map { Array($0.string.utf8) }.sorted { $0.lexicographicallyPrecedes($1) })
    #expect(decomposed < composed && !(composed < decomposed) && !(composed < composed))
  }
}
