import Testing

@testable import MissionCLI

@Suite struct TableTests {
  private func table(_ objective: String) -> Table {
    var table = Table([
      Column("MISSION"), Column("STATUS"), Column("NOTE", isOptional: true),
      Column("AGE", isNumber: true), Column("OBJECTIVE", least: 10),
    ])
    table.add(["deadbeef", "running", "", "3m", Cell(objective)])
    table.add(["0badcafe", "done", "", "12h", "short"])
    return table
  }

  @Test func columnsAreAlignedAndAnEmptyOptionalOneIsLeftOut() {
    #expect(
      table("Survey the repository").lines(on: Screen()) == [
        "MISSION   STATUS   AGE  OBJECTIVE",
        "deadbeef  running   3m  Survey the repository",
        "0badcafe  done     12h  short",
      ])
  }

  @Test func aTableTooWideIsCutInTheColumnThatMayBeCut() {
    let lines = table("Survey the repository and write down all that is found").lines(
      on: Screen(width: 40))
    #expect(lines[1] == "deadbeef  running   3m  Survey the repo…")
    #expect(lines.allSatisfy { $0.count <= 40 })
  }

  @Test func wideCharactersTakeTwoColumns() {
    let lines = table("調査する").lines(on: Screen(width: 31))
    #expect(lines[1] == "deadbeef  running   3m  調査する")
  }

  @Test func aLineBreakInACellCannotBreakTheTable() {
    #expect(table("one\ntwo\u{1B}[31m").lines(on: Screen())[1].hasSuffix("one two\u{FFFD}[31m"))
  }

  @Test func noRowsAreNoLines() {
    #expect(Table([Column("A")]).lines(on: Screen()).isEmpty)
  }
}
