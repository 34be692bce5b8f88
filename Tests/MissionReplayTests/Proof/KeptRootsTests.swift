import MissionControl
import MissionModel
import Testing

@testable import MissionReplay

@Suite struct KeptRootsTests {
  private let root = String(repeating: "ab", count: 32)

  @Test func linesAndObjectsOfRootAndVerifyAreRead() throws {
    let line = "vp 3 \(root) 2026-03-01T09:30:00Z"
    let object = #"{"ok":true,"roots":[{"ledger":"vp","size":3,"root":"\#(root)"}]}"#
    let verdict = #"{"ledgers":[{"ledger":"vp","size":3,"root":"\#(root)","break":null}]}"#
    let wanted = [KeptRoots.Root(ledger: "vp", size: 3, root: root)]
    for text in [line, "# kept\n\n\(line)\n", object, object + "\n", verdict] {
      #expect(try KeptRoots(text).roots == wanted)
    }
    for end in ["\n", "\r\n", "\r"] {
      #expect(try KeptRoots([line, object, verdict].joined(separator: end)).roots.count == 3)
    }
  }

  @Test(arguments: [
    #"{"roots":[{"ledger":"vp","size":-1,"root":"\#(String(repeating: "ab", count: 32))"}]}"#,
    #"{"roots":[{"ledger":"vp","size":3,"root":"abc"}]}"#,
    "vp 3 \(String(repeating: "ab", count: 32)) 2026-03-01T09:30:00Z vp 3 abc",
    "vp 3 \(String(repeating: "ab", count: 32)) yesterday",
  ])
  func aFileOfNothingButOddLinesIsRefused(text: String) {
    #expect(throws: MissionError.self) { try KeptRoots(text) }
  }

  @Test(arguments: [
    "vp 3 abc", "vp 3 abccoder 9 ab 2026-03-01T09:30:00Z", "{", #"{"ledger":"vp"}"#,
  ])
  func anOddLineIsLeftOutAndCountedWhereOthersRemain(odd: String) throws {
    let line = "vp 3 \(root) 2026-03-01T09:30:00Z"
    let kept = try KeptRoots([line, odd, "", line].joined(separator: "\n"))
    #expect(kept.roots.count == 2)
    #expect(kept.leftOut == [2])
  }

  @Test(arguments: [
    (1, "it is left out"), (2, "it is left out, and so is another"),
    (3, "it is left out, and so are 2 others"),
  ])
  func theWarningCountsWhatIsLeftOut(odd: Int, end: String) throws {
    let line = "vp 3 \(root) 2026-03-01T09:30:00Z\n"
    let kept = try KeptRoots(line + String(repeating: "odd\n", count: odd))
    #expect(kept.warning?.message.hasSuffix(end) == true)
  }

  @Test(arguments: ["", "vp 3", "vp three abcd", "vp -1 x", "{}", "# nothing\n"])
  func whatHoldsNoRootIsRefused(text: String) {
    #expect(throws: MissionError.self) { try KeptRoots(text) }
  }
}
