import EventLog
import Platform
import Testing

/// How long the write-ahead log's file is, which must not grow with each commit.
@Suite struct LogRoomTests {
  private let ledger: TestLedger

  init() throws {
    ledger = try TestLedger()
  }

  private func length() throws -> Int64 {
    Int64(try FileSystem.info(ledger.path + "-wal").bytes)
  }

  @Test func theFileGrowsByManyFramesAtOnce() async throws {
    let log = try ledger.open { $0.durability = .full }
    var lengths: Set<Int64> = []
    for number in 0..<200 {
      try await log.append([.numbered(number)], to: StreamName("thing/\(number % 7)"))
      lengths.insert(try length())
    }
    #expect(lengths.count < 12, "\(lengths)")
  }

  @Test func whatIsBehindItsFramesIsTheEndOfTheLogToEveryReader() async throws {
    let log = try ledger.open { $0.durability = .full }
    try await log.append([.numbered(1), .numbered(2)], to: StreamName("thing/1"))
    try await log.append([.numbered(3)], to: StreamName("thing/2"))
    #expect(try length() > 16 * 4_096)
    log.close()
    try FileSystem.removeFile(ledger.path + "-shm")
    let (status, output) = try ledger.sqlite3(
      "SELECT count(*) FROM events; PRAGMA integrity_check;")
    #expect(status == 0)
    #expect(output == "3\nok\n")
    let again = try ledger.open { $0.durability = .full }
    try await again.append([.numbered(4)], to: StreamName("thing/2"), expecting: .exactly(1))
    #expect(try await again.verify(.full).firstBreak == nil)
    #expect(try await again.verify().size == 4)
  }

  @Test func aLogThatIsNotSyncedHasNoRoomAhead() async throws {
    let log = try ledger.open { $0.durability = .none }
    try await log.append([.numbered(1)], to: StreamName("thing/1"))
    #expect(try length() < 12 * 4_120)
  }
}
