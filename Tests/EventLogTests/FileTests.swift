import EventLog
import EventLogSQLite
import Foundation
import MissionTesting
import Platform
import Testing

@Suite struct FileTests {
  let ledger: TestLedger
  let stream: StreamName

  init() throws {
    ledger = try TestLedger()
    stream = try StreamName("thing/1")
  }

  private func bytes() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: ledger.path)) }

  @Test func aLedgerTellsWhatItIs() async throws {
    let log = try ledger.open()
    try await log.append([.numbered(1)], to: stream)
    log.close()
    let connection = try Connection(.init(path: ledger.path, mode: .readOnly))
    #expect(try connection.integer("PRAGMA application_id") == 0x4d4c_6f67)
    #expect(try connection.integer("PRAGMA user_version") == 2)
    #expect(try connection.integer("PRAGMA auto_vacuum") == 2)
    #expect(try connection.scalar("PRAGMA journal_mode") == .text("wal"))
    let tables = try connection.scalar(
      "SELECT group_concat(name) FROM pragma_table_list WHERE strict")
    #expect(tables != nil)
    #expect(log.name == "test" && log.lineage.utf8.count == 32)
    for suffix in ["", "-wal", "-shm", ".lock"] {
      #expect(try FileSystem.info(ledger.path + suffix).mode == 0o600)
    }
  }

  @Test func aLedgerIsReadThroughALinkWithItsLog() async throws {
    let log = try ledger.open()
    try await log.append([.numbered(1)], to: stream)
    let link = ledger.folder.file("links/test.db")
    try FileSystem.makePrivateDirectory(ledger.folder.file("links"))
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: ledger.path)
    for access in [EventLog.Options.Access.frozen, .readOnly] {
      let linked = try EventLog.open(link, .init(access: access))
      #expect(try await linked.read { $0.head } == 1)
      #expect(try await linked.verify(.full).firstBreak == nil)
      linked.close()
    }
    log.close()
  }

  @Test func aZeroByteFileIsCompleted() async throws {
    #expect(FileManager.default.createFile(atPath: ledger.path, contents: Data()))
    #expect(throws: LogError.self) { try ledger.open { $0.access = .readOnly } }
    let log = try ledger.open()
    try await log.append([.numbered(1)], to: stream)
    #expect(try await log.verify(.full).firstBreak == nil)
  }

  @Test func anEmptyDatabaseThatAnInterruptedWriterLeftIsCompleted() async throws {
    #expect(try ledger.sqlite3("PRAGMA journal_mode = wal").status == 0)
    #expect(try bytes().isEmpty == false)
    let log = try ledger.open()
    try await log.append([.numbered(1)], to: stream)
    log.close()
    #expect(try ledger.sqlite3("PRAGMA auto_vacuum").output == "2\n")
  }

  @Test func aDatabaseThatWasLeftWithItsJournalIsNotThereYetAndIsCompletedByAWriter() async throws {
    try TemporaryFolder.leaveUnfinishedDatabase(at: ledger.path)
    let error = #expect(throws: LogError.self) { try ledger.open { $0.access = .readOnly } }
    #expect(error?.code == .notFound)
    #expect(EventLog.isUnmade(at: ledger.path))
    let log = try ledger.open()
    try await log.append([.numbered(1)], to: stream)
    #expect(try await log.verify(.full).firstBreak == nil)
    #expect(!EventLog.isUnmade(at: ledger.path))
  }

  @Test func anotherProgramsDatabaseIsRefusedAndLeftAsItWas() throws {
    #expect(try ledger.sqlite3("CREATE TABLE t(x); INSERT INTO t VALUES (1)").status == 0)
    try expectUntouched(.notALedger)
    #expect(try ledger.sqlite3("PRAGMA journal_mode = wal; INSERT INTO t VALUES (2)").status == 0)
    try expectUntouched(.notALedger)
  }

  @Test(arguments: ["x", "hello, world\n", String(repeating: "no database ", count: 1_000)])
  func aFileThatIsNoDatabaseIsRefusedAndLeftAsItWas(content: String) throws {
    try Data(content.utf8).write(to: URL(fileURLWithPath: ledger.path))
    try expectUntouched(.notALedger)
  }

  @Test func aFormatThatIsRaisedMeanwhileIsRefusedByWhoHasItOpen() async throws {
    let log = try ledger.open()
    try await log.append([.numbered(1)], to: stream)
    #expect(try ledger.sqlite3("PRAGMA user_version = 3").status == 0)
    let error = await #expect(throws: LogError.self) {
      try await log.append([.numbered(2)], to: stream)
    }
    #expect(error?.code == .schemaTooNew)
    #expect(try await log.read { $0.head } == 1)
  }

  @Test func aFutureFormatIsRefusedAndLeftAsItWas() throws {
    try ledger.open().close()
    #expect(try ledger.sqlite3("PRAGMA user_version = 3").status == 0)
    try expectUntouched(.schemaTooNew)
  }

  private func expectUntouched(_ code: LogError.Code) throws {
    let before = try bytes()
    let names = ledger.folder.names
    for access in [EventLog.Options.Access.readWrite, .readOnly] {
      let error = #expect(throws: LogError.self) { try ledger.open { $0.access = access } }
      #expect(error?.code == code)
    }
    #expect(try bytes() == before)
    #expect(ledger.folder.names == names)
  }

  @Test func aFolderWhereAFileShouldBeIsRefused() throws {
    try FileManager.default.createDirectory(
      atPath: ledger.path, withIntermediateDirectories: false)
    for access in [EventLog.Options.Access.readWrite, .readOnly] {
      let error = #expect(throws: LogError.self) { try ledger.open { $0.access = access } }
      #expect(error?.code == .notALedger)
    }
  }

  @Test func aMissingLedgerIsNotMadeByAReader() throws {
    let error = #expect(throws: LogError.self) { try ledger.open { $0.access = .readOnly } }
    #expect(error?.code == .notFound)
    #expect(ledger.folder.names == [])
  }

  @Test func aLedgerOfAnotherNameIsRefused() throws {
    try ledger.open { $0.name = "coder" }.close()
    #expect(try ledger.open().name == "coder")
    let error = #expect(throws: LogError.self) { try ledger.open { $0.name = "vp" } }
    #expect(error?.code == .notALedger)
  }

  @Test func anotherBuildSaysSoBeforeItsFirstEvent() async throws {
    let log = try ledger.open()
    try await log.append([.numbered(1)], to: stream)
    log.close()
    #expect(try ledger.sqlite3("UPDATE ledger SET writer_commit = 'older'").status == 0)
    let newer = try ledger.open()
    #expect(try await newer.append([.numbered(2)], to: stream).firstPosition == 3)
    try await newer.append([.numbered(3)], to: stream)
    newer.close()
    let again = try ledger.open()
    try await again.append([.numbered(4)], to: stream)
    let events = try await again.read { try $0.events() }
    #expect(events.map(\.stream.string) == ["thing/1", "log", "thing/1", "thing/1", "thing/1"])
    #expect(events[1].type == "log.writer_changed")
  }

  @Test func aWriterChangeThatWasRefusedIsNotForgotten() async throws {
    struct Refusal: Error {}
    let log = try ledger.open()
    try await log.append([.numbered(1)], to: stream)
    log.close()
    #expect(try ledger.sqlite3("UPDATE ledger SET writer_commit = 'older'").status == 0)
    let newer = try ledger.open()
    await #expect(throws: Refusal.self) {
      try await newer.write { transaction in
        try transaction.append(.numbered(2), to: stream)
        throw Refusal()
      }
    }
    #expect(try await newer.append([.numbered(2)], to: stream).firstPosition == 3)
    #expect(try await newer.read { try $0.event(at: 2)?.type } == "log.writer_changed")
  }
}

extension TemporaryFolder {
  /// The names of what lies in the folder.
  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }
}
