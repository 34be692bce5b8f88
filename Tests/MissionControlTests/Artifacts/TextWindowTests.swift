import Testing

@testable import MissionControl

@Suite struct TextWindowTests {
  @Test func aCutNeverSplitsACharacter() {
    let bytes = Array("aé€😀b".utf8)
    for limit in 0...bytes.count {
      let window = TextWindow(bytes, limit: limit, reachesEnd: true)
      #expect("aé€😀b".hasPrefix(window.text ?? "?"), "limit \(limit)")
      #expect(limit - window.used < 4 && window.unreadable == 0)
    }
  }

  /// The windows of some bytes, each as its reader makes it: from where the one before ended.
  private func windows(of bytes: [UInt8], limit: Int) -> [TextWindow] {
    var windows: [TextWindow] = []
    var offset = 0
    while offset < bytes.count {
      let before = min(3, offset)
      let end = min(bytes.count, offset + limit + 3)
      let window = TextWindow(
        Array(bytes[(offset - before)..<end]), from: before, limit: limit,
        reachesEnd: end == bytes.count)
      let length = window.skipped + window.used
      guard length > 0 else { break }
      windows.append(window)
      offset += length
    }
    return windows
  }

  @Test func pagesJoinToTheWholeText() {
    let text = String(repeating: "aé€😀", count: 50)
    for limit in 4...9 {
      let windows = windows(of: Array(text.utf8), limit: limit)
      #expect(windows.compactMap(\.text).joined() == text)
    }
  }

  @Test func pagesTellOfEveryByteWhateverLiesBetweenTheTexts() {
    let parts: [[UInt8]] = [
      Array("aé".utf8), [0xFF], Array("€".utf8), [0x80, 0x80, 0x80, 0x80, 0x80], Array("b".utf8),
      [0xF0, 0x9F, 0x98], Array("😀c".utf8), [0], [0xC3],
    ]
    let bytes = Array(repeatElement(parts.flatMap(\.self), count: 4).joined())
    for limit in 4...40 {
      let windows = windows(of: bytes, limit: limit)
      #expect(windows.allSatisfy { $0.skipped == 0 }, "limit \(limit)")
      #expect(windows.reduce(0) { $0 + $1.used } == bytes.count)
      #expect(windows.reduce(0) { $0 + $1.unreadable } == 44, "limit \(limit)")
      #expect(windows.count <= bytes.count / (limit - 3) + 1)
    }
  }

  @Test func aWindowThatBeginsInACharacterLeavesItsRestOut() {
    for start in 1...2 {
      let window = TextWindow(Array("€uro".utf8), from: start, limit: 10, reachesEnd: true)
      #expect(window.text == "uro")
      #expect(window.skipped == 3 - start)
    }
  }

  @Test func aFileThatShrankMeanwhileHasNothingMore() {
    let window = TextWindow([0x61], from: 3, limit: 10, reachesEnd: true)
    #expect(window.text == "" && window.unreadable == 0)
  }

  @Test(
    arguments: [
      ([0xFF, 0x61], 1), ([0x62, 0x00], 1), ([0xC3], 1), ([0xED, 0xA0, 0x80], 3),
      ([0x62, 0xFF, 0xFE, 0x62], 2), ([0x00, 0xFF, 0x00, 0xC3], 4),
    ] as [([UInt8], Int)])
  func whatIsNoTextIsShownAsSuchAmongMuchThatIsAndElseNothing(bytes: [UInt8], unreadable: Int) {
    let alone = TextWindow(bytes, limit: 100, reachesEnd: true)
    #expect(alone.text == nil && alone.used == bytes.count && alone.unreadable == unreadable)
    let head = [UInt8](repeating: 0x61, count: 40)
    let window = TextWindow(head + bytes, limit: 100, reachesEnd: true)
    #expect(window.text?.hasPrefix(String(decoding: head, as: UTF8.self)) == true)
    #expect(window.text?.contains("\u{FFFD}") == true && window.text?.contains("\0") == false)
    #expect(window.used == head.count + bytes.count && window.unreadable == unreadable)
    #expect(window.intact == head.count + bytes.prefix { $0 == 0x62 }.count)
  }

  @Test(arguments: [(8, 1, false), (9, 1, true), (17, 2, false), (18, 2, true)])
  func aTenthMayBeNoText(letters: Int, others: Int, isText: Bool) {
    let window = TextWindow(
      [UInt8](repeating: 0x61, count: letters) + [UInt8](repeating: 0xFF, count: others),
      limit: 100, reachesEnd: true)
    #expect((window.text != nil) == isText)
  }
}
