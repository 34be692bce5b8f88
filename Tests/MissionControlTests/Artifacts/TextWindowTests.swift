import Testing

@testable import MissionControl

@Suite struct TextWindowTests {
  @Test func aCutNeverSplitsACharacter() {
    let bytes = Array("aé€😀b".utf8)
    for limit in 0...bytes.count {
      let window = TextWindow(bytes, limit: limit, reachesEnd: true)
      #expect("aé€😀b".hasPrefix(window?.text ?? "?"), "limit \(limit)")
      #expect(window.map { limit - $0.used < 4 } == true)
    }
  }

  @Test func pagesJoinToTheWholeText() {
    let text = String(repeating: "aé€😀", count: 50)
    let bytes = Array(text.utf8)
    for limit in 4...9 {
      var joined = ""
      var offset = 0
      while offset < bytes.count,
        let window = TextWindow(
          Array(bytes[offset..<min(bytes.count, offset + limit + 3)]), limit: limit,
          beginsInside: offset > 0, reachesEnd: offset + limit + 3 >= bytes.count)
      {
        joined += window.text
        offset += window.skipped + window.used
      }
      #expect(joined == text)
    }
  }

  @Test func aWindowThatBeginsInACharacterLeavesItsRestOut() {
    let window = TextWindow(
      Array(Array("€uro".utf8).dropFirst()), limit: 10, beginsInside: true, reachesEnd: true)
    #expect(window?.text == "uro")
    #expect(window?.skipped == 2)
  }

  @Test(arguments: [[0xFF, 0x61], [0x61, 0x00], [0xC3], [0xED, 0xA0, 0x80]] as [[UInt8]])
  func whatIsNoUTF8TextIsNoText(bytes: [UInt8]) {
    #expect(TextWindow(bytes, limit: 100, reachesEnd: true) == nil)
  }
}
