import EventLog
import EventLogSQLite
import Foundation
import Glibc
import MissionTesting
import Testing

/// What other processes, their deaths, and disks that refuse do to a log.
@Suite struct CrashTests {
  @Test func aKilledProcessLosesNothingThatItAcknowledged() async throws {
    let ledger = try TestLedger()
    let path = ledger.path
    let result = await #expect(
      processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]
    ) { [path = path as String] in
      let log = try EventLog.open(path)
      for number in 1... {
        let appended = try await log.append([.numbered(number)], to: StreamName("thing/1"))
        FileHandle.standardOutput.write(Data("\(appended.lastPosition)\n".utf8))
        if number == 150 { kill(getpid(), SIGKILL) }
      }
    }
    let output = String(decoding: try #require(result).standardOutputContent, as: UTF8.self)
    let acknowledged = output.split(separator: "\n").compactMap { Int64($0) }.max() ?? 0
    #expect(acknowledged >= 150)
    let reading = try ledger.open { $0.access = .readOnly }
    #expect(try await reading.read { $0.head } >= acknowledged)
    #expect(try await reading.verify(.full).firstBreak == nil)
    let log = try ledger.open()
    try await log.append([.numbered(0)], to: StreamName("thing/1"))
  }

  @Test func processesThatWriteAtOnceShareOneGaplessOrder() async throws {
    let ledger = try TestLedger()
    let path = ledger.path
    async let first: Void = write(100, to: path)
    async let second: Void = write(100, to: path)
    async let third: Void = write(100, to: path)
    _ = try await (first, second, third)
    let log = try ledger.open()
    let events = try await log.read { try $0.events() }
    #expect(events.map(\.position) == Array(1...300))
    #expect(Set(events.map(\.stream)).count == 3)
    #expect(try await log.verify(.full).firstBreak == nil)
  }

  private func write(_ count: Int, to path: String) async throws {
    await #expect(processExitsWith: .success) { [count = count as Int, path = path as String] in
      let log = try EventLog.open(path, .init(durability: .none, busyTimeout: 60))
      let stream = try StreamName("process/\(getpid())")
      for number in 0..<count {
        try await log.append([.numbered(number)], to: stream, expecting: .exactly(Int64(number)))
      }
      log.close()
    }
  }

  @Test(.enabled(if: getuid() == 0)) func aFullDiskIsSaidAndTheLogGoesOnWhenThereIsRoom()
    async throws
  {
    let folder = try TemporaryFolder()
    let mount = ["-t", "tmpfs", "-o", "size=2m", "tmpfs", folder.path]
    guard try OtherProgram.run("/bin/mount", mount).code == 0 else { return }
    defer { _ = try? OtherProgram.run("/bin/umount", ["-l", folder.path]) }
    let log = try EventLog.open(folder.file("full.db"), .init(durability: .none))
    let event = NewEvent.padded(3_000)
    var refused = 0
    var taken: Int64 = 0
    let filler = folder.file("filler")
    for round in 1...12 {
      try? Data(count: 40_000 * round).write(to: URL(fileURLWithPath: filler))
      while true {
        do {
          taken = try await log.append([event], to: StreamName("thing/\(round)")).lastPosition
        } catch {
          #expect(error.code == .full)
          refused += 1
          break
        }
        if round < 12, taken % 20 == 0 { break }
      }
      try? FileManager.default.removeItem(atPath: filler)
    }
    #expect(refused > 0)
    try await log.append([.numbered(1)], to: StreamName("thing/1"))
    #expect(try await log.read { $0.head } == taken + 1)
    #expect(try await log.verify(.full).firstBreak == nil)
    log.close()
  }

  @Test(
    .enabled(if: getuid() == 0), arguments: [(true, true), (true, false), (false, false)])
  func aReadOnlyMountIsReadWithAndWithoutALogLeftBehind(
    hasLog: Bool, hasSharedMemory: Bool
  ) async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("kept.db")
    let log = try EventLog.open(path, .init(durability: .none))
    for number in 1...5 { try await log.append([.numbered(number)], to: StreamName("thing/1")) }
    let root = try await log.root()
    log.close()
    if !hasLog {
      let checkpoint = [path, "PRAGMA wal_checkpoint(truncate)"]
      #expect(try OtherProgram.run("/usr/bin/sqlite3", checkpoint).code == 0)
      try? FileManager.default.removeItem(atPath: path + "-wal")
    }
    if !hasSharedMemory { try? FileManager.default.removeItem(atPath: path + "-shm") }
    guard try OtherProgram.run("/bin/mount", ["--bind", folder.path, folder.path]).code == 0,
      try OtherProgram.run("/bin/mount", ["-o", "remount,bind,ro", folder.path]).code == 0
    else { return }
    defer { _ = try? OtherProgram.run("/bin/umount", ["-l", folder.path]) }
    let error = #expect(throws: LogError.self) { try EventLog.open(path) }
    #expect(error?.code == .readOnly)
    let reading = try EventLog.open(path, .init(access: .readOnly))
    #expect(try await reading.root() == root)
    #expect(try await reading.verify(.full).firstBreak == nil)
    #expect(try await reading.read { try $0.events().count } == 5)
    let other = try Connection(.init(path: "", mode: .memory, attachable: 2))
    try reading.attach(to: other, as: "kept")
    #expect(try other.integer("SELECT count(*) FROM kept.events") == 5)
  }
}
