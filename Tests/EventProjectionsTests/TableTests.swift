import EventLogSQLite
import Testing

@testable import EventProjections

@Suite struct TableTests {
  @Test func aRowIsUpdatedByTheColumnsThatMoveAlone() {
    let sql = TableStatements(AccountsTable())
    #expect(sql.update(of: [1, 2]) == "UPDATE accounts SET balance = ?, packed = ? WHERE id = ?")
  }

  @Test func whatIsPackedHasOneColumnThatSaysWhatItHolds() {
    let table = AccountsTable()
    #expect(
      table.creation(as: "t").contains(
        "balance INTEGER NOT NULL,\n  packed BLOB NOT NULL /* moves, note */"))
    let layout = TableLayout(table)
    #expect(layout.columnList == "id, owner, balance, packed")
    #expect(layout.expression(of: "balance") == "balance")
    #expect(layout.expression(of: "note") == "unpacked(packed, 1)")
  }

  @Test func anIntegerKeyIsTheRowIdAndAnyOtherKeyStandsAlone() {
    #expect(AccountsTable().creation(as: "t").contains("id INTEGER PRIMARY KEY,"))
    #expect(InitialsTable().creation(as: "t").hasSuffix("STRICT, WITHOUT ROWID"))
  }

  @Test func textIsTheSameOnlyWhenItsBytesAre() {
    #expect(SQLValue.text("caf\u{e9}") != SQLValue.text("cafe\u{301}"))
    #expect(SQLValue.text("Z").precedes(.text("a")))
    #expect(SQLValue.integer(2).precedes(.integer(10)))
    #expect(SQLValue.text("\u{ff5e}").precedes(.text("\u{1f600}")))
  }

  @Test func theDigestOfOneRowIsWhatItsDefinitionSays() throws {
    let connection = try Connection(Connection.Configuration(path: "", mode: .temporary))
    defer { connection.close() }
    let query = try connection.prepare("SELECT 1, 'a', NULL")
    #expect(try query.step())
    var (row, digest) = (EncodedRow(), TableDigest())
    row.read(query, [.integer, .text, .blob])
    digest.add(row)
    // printf '\1\0\0\0\0\0\0\0\1\2\0\0\0\0\0\0\0\1a\0' | sha256sum
    #expect(
      digest.hexadecimal() == "a81a7cb44702b9bc2d60755ce296edf4decd04aa87362e7519346739bbe5d4d6")
  }
}
