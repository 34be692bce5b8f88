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
    #expect(
      report.differences == [
        RowDifference(
          key: [.integer(2)],
          columns: [
            ColumnDifference(
              column: "balance", stored: .integer(700), folded: .integer(7),
              event: EventID(ledger: "bank", position: 4))
          ])
      ])
  }

  @Test func aMissingRowAndOneTooManyAreFound() async throws {
    let bank = try await bankOfThree()
    try alter(
      bank,
      """
      DELETE FROM accounts WHERE owner = 'Cem';
      INSERT INTO accounts VALUES (99, 'Zoe', 1, 1, NULL);
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

  @Test func aRebuildSaysWhatItPutRight() async throws {
    let bank = try await bankOfThree()
    try alter(
      bank,
      """
      DELETE FROM accounts WHERE owner = 'Cem';
      UPDATE accounts SET note = 'bye' WHERE owner = 'Bob';
      INSERT INTO accounts VALUES (99, 'Zoe', 1, 1, NULL);
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
