import MissionControl
import MissionModel
import MissionReplay
import Testing

@Test(arguments: [
  ("vp.mission.*", "vp.mission.claimed", true),
  ("vp.mission.*", "vp.session.lost", false),
  ("*.heartbeat", "vp.mission.heartbeat", true),
  ("*.heartbeat", "vp.mission.heartbeats", false),
  ("*", "", true),
  ("vp.*.c*d", "vp.mission.completed", true),
  ("vp.*.c*d", "vp.mission.claims", false),
  ("vp.mission.?ailed", "vp.mission.failed", true),
  ("vp.mission.failed", "vp.mission.failed", true),
  ("a*b*c", "aXbXbXc", true),
])
func aPatternMatchesAWholeType(pattern: String, type: String, matches: Bool) {
  #expect(TypePattern(pattern).matches(type) == matches)
}

@Test(arguments: [
  (["!*.heartbeat"], "vp.mission.heartbeat", false),
  (["!*.heartbeat"], "vp.mission.failed", true),
  (["vp.mission.*", "!*.heartbeat"], "vp.mission.heartbeat", false),
  (["vp.mission.*", "!*.heartbeat"], "vp.session.lost", false),
  (["vp.mission.*", "vp.session.*"], "vp.session.lost", true),
  ([], "anything", true),
])
func negatedPatternsLeaveOutWhatOthersTakeIn(patterns: [String], type: String, admits: Bool) {
  #expect(patterns.map(TypePattern.init).admit(type) == admits)
}

@Test(arguments: ["coder:12,runtime:40,vp:913", "vp:1", "coder:0"])
func aCursorIsWrittenAsItWasRead(text: String) throws {
  let known = ["coder", "runtime", "vp"]
  #expect(try LedgerCursor(text, field: "after", known: known, only: nil).description == text)
}

@Test func aPlainPositionBelongsToTheOneLedgerAskedFor() throws {
  let cursor = try LedgerCursor("12", field: "after", known: ["coder", "vp"], only: "vp")
  #expect(cursor.positions == ["vp": 12])
}

@Test(arguments: ["12", "vp", "vp:x", "vp:-1", "moon:3", "vp:1,vp:2", "vp:1,", ""])
func aBadCursorIsRefusedByItsFieldsName(text: String) {
  let error = #expect(throws: MissionError.self) {
    try LedgerCursor(text, field: "after", known: ["coder", "vp"], only: nil)
  }
  #expect(error?.code == .validationError)
  #expect(error?.message.contains("after") == true)
}
