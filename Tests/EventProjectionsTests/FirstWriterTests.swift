import CanonicalJSON
import EventLog
import EventProjections
import MissionTesting
import Testing

/// What an older program left without tables, which it made later than the file, is no ledger yet.
@Suite struct FirstWriterTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func anEmptyLogWithoutTablesIsNoLedgerForReadersAndIsCompletedByAWriter() async throws {
    let path = folder.file("bank.db")
    try EventLog.open(path, .init(durability: .none)).close()
    for access in [EventLog.Options.Access.readOnly, .frozen] {
      let error = #expect(throws: LogError.self) { try Bank.open(path, access: access) }
      #expect(error?.code == .notFound)
    }
    let writer = try Bank.open(path)
    defer { writer.close() }
    try await writer.write { try $0.tell("a", "opened") }
    let reader = try Bank.open(path, access: .readOnly)
    defer { reader.close() }
    #expect(try reader.readBlocking { $0.head } == 1)
  }

  @Test func aLogWithEventsAndWithoutTablesIsOutdatedAsEver() async throws {
    let path = folder.file("bank.db")
    let log = try EventLog.open(path, .init(durability: .none))
    try await log.append(
      [NewEvent(type: "account.opened", payload: .object { _ in }, actor: "test")],
      to: stream("a"))
    log.close()
    let reader = try Bank.open(path, access: .readOnly)
    defer { reader.close() }
    let error = #expect(throws: ProjectionError.self) { try reader.readBlocking { _ in } }
    #expect(error?.code == .outdated)
  }
}
