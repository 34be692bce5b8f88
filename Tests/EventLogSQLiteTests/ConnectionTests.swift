import EventLogSQLite
import Foundation
import MissionTesting
import Testing

@Suite struct ConnectionTests {
  @Test func everyKindOfValueComesBack() throws {
    let connection = try Connection(.init(path: "", mode: .memory))
    let query = try connection.prepare("SELECT ?, ?, ?, ?, ?, ?, ?")
    let values: [SQLiteValue] = [
      .null, .integer(.min), .real(0.1), .text("é\u{0}x"), .text(""), .blob([0, 255]), .blob([]),
    ]
    for (index, value) in values.enumerated() { try query.bind(value, at: index + 1) }
    #expect(try query.step())
    #expect((0..<values.count).map { query.value(at: $0) } == values)
    query.withBytes(at: 5) { #expect($0.count == 2) }
    #expect(try query.step() == false)
  }

  @Test func moreThanOneStatementIsRefused() throws {
    let connection = try Connection(.init(path: "", mode: .memory))
    #expect(throws: SQLiteError.self) { try connection.prepare("SELECT 1; SELECT 2") }
    #expect(throws: SQLiteError.self) { try connection.prepare("  ") }
    _ = try connection.prepare("SELECT 1 ; \n")
  }

  @Test func aNewFileBelongsToItsOwnerAlone() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a?b%c#d.db"
    let connection = try Connection(.init(path: path, mode: .create))
    try connection.execute("PRAGMA journal_mode = wal; CREATE TABLE t(x)")
    for suffix in ["", "-wal", "-shm"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: path + suffix)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
  }

  @Test func aReaderWritesNothing() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/t.db"
    let writer = try Connection(.init(path: path, mode: .create))
    try writer.execute("PRAGMA journal_mode = wal; CREATE TABLE t(x)")
    let reader = try Connection(.init(path: path, mode: .readOnly))
    let error = #expect(throws: SQLiteError.self) { try reader.execute("INSERT INTO t VALUES(1)") }
    #expect(error?.kind == .readOnly)
  }

  @Test func whatADroppedTableLeavesIsNotWrittenOnceMore() throws {
    let folder = try TemporaryFolder()
    let writer = try Connection(
      .init(path: folder.path + "/t.db", mode: .create, synchronous: .off))
    try writer.execute("PRAGMA journal_mode = wal; CREATE TABLE t(x); BEGIN")
    for _ in 0..<500 { try writer.execute("INSERT INTO t VALUES(zeroblob(3000))") }
    try writer.execute("COMMIT")
    _ = try writer.checkpoint(.truncate)
    try writer.execute("DROP TABLE t")
    #expect(writer.framesInLog < 50)
  }

  @Test func theLogGrowsUntilItIsCheckpointed() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/t.db"
    let writer = try Connection(.init(path: path, mode: .create, synchronous: .off))
    try writer.execute("PRAGMA journal_mode = wal; CREATE TABLE t(x)")
    for _ in 0..<1_200 { try writer.execute("INSERT INTO t VALUES(zeroblob(3000))") }
    #expect(writer.framesInLog > 1_200)
    let reader = try Connection(.init(path: path, mode: .readOnly))
    try reader.execute("BEGIN; SELECT count(*) FROM t")
    try writer.execute("INSERT INTO t VALUES(1)")
    #expect(try writer.checkpoint(.truncate).complete == false)
    try reader.execute("COMMIT")
    let result = try writer.checkpoint(.truncate)
    #expect(result.complete)
    #expect(result.frames == 0)
  }

  @Test func aMissingFileIsNotMadeByAReader() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: SQLiteError.self) {
      try Connection(.init(path: folder.path + "/t.db", mode: .readOnly))
    }
    #expect(error?.kind == .cannotOpen)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test func aFunctionAnswersAQueryFromOutsideButNotTheSchema() throws {
    let connection = try Connection(.init(path: "", mode: .memory))
    try connection.addFunction("twice", arguments: 1) { values in
      guard case .text(let text) = values.first else { return .null }
      return .text(text + text)
    }
    #expect(try connection.scalar("SELECT twice('ab')") == .text("abab"))
    try connection.execute("CREATE VIEW v AS SELECT twice('x')")
    #expect(throws: SQLiteError.self) { try connection.scalar("SELECT * FROM v") }
  }

  @Test func aConnectionThatIsClosedLeavesTheLogAsItIs() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.db"
    let connection = try Connection(.init(path: path, mode: .create, synchronous: .off))
    #expect(try connection.scalar("PRAGMA journal_mode = wal") == .text("wal"))
    try connection.execute("CREATE TABLE t(a); INSERT INTO t VALUES (1)")
    let bytes = { try FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int }
    let before = try bytes()
    connection.close()
    #expect(try bytes() == before)
  }

  @Test func aClosedConnectionSaysSo() throws {
    let connection = try Connection(.init(path: "", mode: .memory))
    connection.close()
    connection.close()
    #expect(throws: SQLiteError.self) { try connection.execute("SELECT 1") }
  }
}
