import EventLog
import EventLogSQLite
import Testing

@testable import EventProjections

@Suite struct CheckTests {
  private func alter(_ bank: Bank, _ sql: String) throws {
    let connection = try Connection(Connection.Configuration(path: bank.path, mode: .readWrite))
    try connection.execute(sql)
    connection.close()
  }

  private func bankOfThree() async throws -> Bank {
    let bank = try Bank()
    try await bank.run([
      { try $0.tell("ann", "opened", text: "Ann") }, { try $0.tell("bob", "opened", text: "Bob") },
      { try $0.tell("cem", "opened", text: "Cem") }, { try $0.tell("bob", "moved", amount: 7) },
      { try $0.tell("bob", "noted", text: "hello") }, { try $0.tell("ann", "moved", amount: 1) },
    ])
    return bank
  }

  @Test func soundRowsAreSaidToBeSound() async throws {
    let bank = try await bankOfThree()
    let reports = try await bank.ledger.check()
    #expect(reports.map(\.isSound) == [true, true])
    #expect(reports.map(\.rows) == [3, 3])
    #expect(reports.map(\.position) == [6, 6])
    #expect(reports[0].storedDigest == (try await bank.ledger.status()[0].digest))
  }

  @Test func anAlteredRowIsFoundWithItsColumnItsValuesAndTheEventThatSetIt() async throws {
    let bank = try await bankOfThree()
    try alter(bank, "UPDATE accounts SET balance = 700 WHERE owner = 'Bob'")
    let report = try await bank.ledger.check(["accounts"])[0]
    #expect(!report.isSound)
    #expect(report.differing == 1)
    #expect(report.differences.map(\.key) == [[.integer(2)]])
    #expect(report.differences.map(\.change) == [.changed])
    #expect(report.differences[0].lastEvent?.position == 4)
    #expect(
      report.differences[0].columns == [
        ColumnDifference(
          column: "balance", stored: .integer(700), folded: .integer(7),
          event: EventID(ledger: "bank", position: 4))
      ])
  }

  @Test func aMissingRowAndOneTooManyAreFound() async throws {
    let bank = try await bankOfThree()
    try alter(
      bank,
      """
      DELETE FROM accounts WHERE owner = 'Cem';
      INSERT INTO accounts VALUES (99, 'Zoe', 1, x'010200');
      """)
    let report = try await bank.ledger.check(["accounts"])[0]
    #expect(report.differences.map(\.key) == [[.integer(3)], [.integer(99)]])
    let missing = report.differences[0].columns[0]
    #expect(missing.column == "owner")
    #expect(missing.stored == nil)
    #expect(missing.folded == .text("Cem"))
    #expect(missing.event?.position == 3)
    let extra = report.differences[1].columns[0]
    #expect(extra.stored == .text("Zoe"))
    #expect(extra.folded == nil)
    #expect(extra.event == nil)
  }

  @Test func alteredValuesThatArePackedAreNamedWithBothAndTheEventThatSetThem() async throws {
    let bank = try await bankOfThree()
    try alter(
      bank,
      "UPDATE accounts SET packed = CAST(x'0106' || x'0203' || 'bye' AS BLOB) WHERE owner = 'Bob'")
    #expect(try await bank.row("bob")?.moves == 3)
    let report = try await bank.ledger.check(["accounts"])[0]
    #expect(
      report.differences.flatMap(\.columns) == [
        ColumnDifference(
          column: "moves", stored: .integer(3), folded: .integer(1),
          event: EventID(ledger: "bank", position: 4)),
        ColumnDifference(
          column: "note", stored: .text("bye"), folded: .text("hello"),
          event: EventID(ledger: "bank", position: 5)),
      ])
  }

  @Test func whatCantBeUnpackedIsACorruptRowAndFoundByACheck() async throws {
    let bank = try await bankOfThree()
    try alter(bank, "UPDATE accounts SET packed = x'0102020f' WHERE owner = 'Bob'")
    let error = await #expect(throws: ProjectionError.self) { try await bank.row("bob") }
    #expect(error?.code == .corruptRow)
    #expect(error?.message.contains("column note ") == true)
    let broken = try await bank.ledger.check(["accounts"])[0].differences.flatMap(\.columns)
    #expect(broken.map(\.column) == ["note"])
    try alter(
      bank,
      "UPDATE accounts SET packed = CAST(x'0102' || x'0205' || 'hello' || x'00' AS BLOB) "
        + "WHERE owner = 'Bob'")
    let longer = try await bank.ledger.check(["accounts"])[0].differences.flatMap(\.columns)
    #expect(longer.map(\.column) == ["packed"])
  }

  @Test func aRebuildSaysWhatItPutRight() async throws {
    let bank = try await bankOfThree()
    try alter(
      bank,
      """
      DELETE FROM accounts WHERE owner = 'Cem';
      UPDATE accounts SET packed = CAST(x'0102' || x'0203' || 'bye' AS BLOB) WHERE owner = 'Bob';
      INSERT INTO accounts VALUES (99, 'Zoe', 1, x'010200');
      """)
    let report = try await bank.ledger.rebuild(["accounts"])[0]
    #expect([report.added, report.changed, report.removed] == [1, 1, 1])
    #expect(report.storedDigest != report.digest)
    #expect(try await bank.ledger.check().allSatisfy(\.isSound))
    #expect(try await bank.row("bob")?.note == "hello")
  }

  @Test func aCheckWorksOnALedgerThatIsOnlyRead() async throws {
    let bank = try await bankOfThree()
    bank.ledger.close()
    let ledger = try Bank.open(bank.path, access: .readOnly)
    #expect(try await ledger.check().allSatisfy(\.isSound))
  }
}
