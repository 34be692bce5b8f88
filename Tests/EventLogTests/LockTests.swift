import CanonicalJSON
import EventLog
import EventLogSQLite
import Foundation
import Glibc
import MissionTesting
import Platform
import Testing

@Suite struct LockTests {
  let ledger: TestLedger
  let stream: StreamName

  init() throws {
    ledger = try TestLedger()
    stream = try StreamName("thing/1")
  }

  @Test func aCommandThatIsNotServedInTimeNamesTheHolderAndIsWithdrawn() async throws {
    let log = try ledger.open { $0.busyTimeout = 0.05 }
    let lock = try SideLock(path: ledger.path + ".lock")
    try lock.acquire()
    let error = await #expect(throws: LogError.self) {
      try await log.append([.numbered(1)], to: stream)
    }
    #expect(error?.code == .locked)
    #expect(error?.message.contains("process \(getpid())") == true)
    lock.release()
    let patient = try ledger.open()
    try await patient.append([.numbered(2)], to: stream)
    #expect(try await log.read { try $0.events().map(\.payload.string) } == [#"{"n":2}"#])
  }

  @Test func closingWaitsNoSecondTimeForALockThatOutlastedEveryCommand() async throws {
    let log = try ledger.open { $0.busyTimeout = 2 }
    let lock = try SideLock(path: ledger.path + ".lock")
    try lock.acquire()
    await #expect(throws: LogError.self) { try await log.append([.numbered(1)], to: stream) }
    #expect(ContinuousClock().measure { log.close() } < .milliseconds(1_800))
    lock.release()
  }

  @Test func waitsAndRetriesOfWritersAreCountedBesideTheLock() async throws {
    let log = try ledger.open { $0.busyTimeout = 3_600 }
    let path = ledger.path + ".lock"
    let lock = try SideLock(path: path)
    try lock.acquire()
    let waiting = Task { try await log.append([.numbered(1)], to: stream) }
    #expect(try await eventually(withinSeconds: 300) { try somebodyWaits(for: path) })
    // A shorter wait is not counted as one.
    try await Task.sleep(for: .milliseconds(20))
    lock.release()
    _ = try await waiting.value
    try await log.append([.numbered(2)], to: stream)
    log.close()
    let tallies = SideLock.tallies(path: path)
    #expect(tallies.reduce(0) { $0 + $1.takes } == 2)
    #expect(tallies.reduce(0) { $0 + $1.waits } == 1)
  }

  /// Whether the kernel lists a thread that is blocked on the lock of the file at `path`.
  private func somebodyWaits(for path: String) throws -> Bool {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    let inode = try #require(attributes[.systemFileNumber] as? Int)
    let lines = try String(contentsOfFile: "/proc/locks", encoding: .utf8).split(separator: "\n")
    return lines.contains { $0.contains("->") && $0.contains(":\(inode) ") }
  }

  @Test func aCallerThatBlocksIsRefusedInTimeToo() async throws {
    let log = try ledger.open { $0.busyTimeout = 0.05 }
    let lock = try SideLock(path: ledger.path + ".lock")
    try lock.acquire()
    let callers = BlockingPool(name: "callers", threads: 1)
    let error = await #expect(throws: LogError.self) {
      _ = try await callers.run { [log, stream] () throws -> Int64 in
        try log.writeBlocking { try $0.append(.numbered(1), to: stream).position }
      }
    }
    #expect(error?.code == .locked)
    lock.release()
    #expect(try await log.read { $0.head } == 0)
  }

  @Test func callersThatBlockAndCallersThatWaitShareOneOrder() async throws {
    let log = try ledger.open { $0.busyTimeout = 3_600 }
    let callers = BlockingPool(name: "callers", threads: 3)
    try await withThrowingTaskGroup { group in
      for number in 1...3 {
        let stream = try StreamName("blocking/\(number)")
        group.addTask {
          for version in 0..<20 {
            _ = try await callers.run { () throws -> RecordedEvent in
              try log.writeBlocking {
                try $0.append(.numbered(version), to: stream, expecting: .exactly(Int64(version)))
              }
            }
          }
        }
      }
      for number in 0..<20 { try await log.append([.numbered(number)], to: stream) }
      try await group.waitForAll()
    }
    let events = try await log.read { try $0.events() }
    #expect(events.map(\.position) == Array(1...80))
    #expect(Dictionary(grouping: events, by: \.stream).values.allSatisfy { $0.count == 20 })
  }

  @Test func aProgramThatIgnoresTheSideLockIsNoRawBusy() async throws {
    let log = try ledger.open { $0.busyTimeout = 0.5 }
    let rude = try Connection(.init(path: ledger.path, mode: .readWrite, synchronous: .off))
    try rude.execute("BEGIN IMMEDIATE")
    let error = await #expect(throws: LogError.self) {
      try await log.append([.numbered(1)], to: stream)
    }
    #expect(error?.code == .locked)
    try rude.execute("ROLLBACK")
    let patient = try ledger.open { $0.busyTimeout = 3_600 }
    try await patient.append([.numbered(1)], to: stream)
  }

  @Test func aProgramThatIgnoresTheSideLockIsWaitedFor() async throws {
    let log = try ledger.open { $0.busyTimeout = 3_600 }
    try await log.append([.numbered(1)], to: stream)
    let rude = try Connection(.init(path: ledger.path, mode: .readWrite, synchronous: .off))
    try rude.execute("BEGIN IMMEDIATE")
    async let appended = log.append([.numbered(2)], to: stream)
    // Longer than SQLite waits by itself.
    try await Task.sleep(for: .milliseconds(300))
    try rude.execute("ROLLBACK")
    #expect(try await appended.version == 2)
  }

  @Test func readingGoesOnWhileAWriterHoldsTheLock() async throws {
    let log = try ledger.open()
    try await log.append([.numbered(1)], to: stream)
    let lock = try SideLock(path: ledger.path + ".lock")
    try lock.acquire()
    let reading = try ledger.open { $0.access = .readOnly }
    #expect(try await reading.read { $0.head } == 1)
    lock.release()
  }

  @Test func aLogOpenedForReadingTakesNoWrite() async throws {
    try ledger.open().close()
    let log = try ledger.open { $0.access = .readOnly }
    let error = await #expect(throws: LogError.self) {
      try await log.append([.numbered(1)], to: stream)
    }
    #expect(error?.code == .readOnly)
  }

  @Test func theLogIsGivenBackOnceAReaderLetsGo() async throws {
    let log = try ledger.open()
    try await log.append([.numbered(0)], to: stream)
    let reader = try Connection(.init(path: ledger.path, mode: .readOnly))
    try reader.execute("BEGIN")
    _ = try reader.integer("SELECT count(*) FROM events")
    let large = NewEvent.padded(1_000_000)
    for _ in 0..<24 { try await log.append([large], to: stream) }
    #expect(try FileSystem.info(ledger.path + "-wal").bytes > 16 << 20)
    try reader.execute("COMMIT")
    for number in 0..<700 { try await log.append([.numbered(number)], to: stream) }
    #expect(try FileSystem.info(ledger.path + "-wal").bytes <= 16 << 20)
    #expect(try await log.verify(.full).firstBreak == nil)
  }

  @Test func aStoppedProgramThatHoldsTheWriteLockIsNamedAndNotThisOne() async throws {
    try await ledger.open().append([.numbered(1)], to: stream)
    let log = try ledger.open { $0.busyTimeout = 0.2 }
    // Without being SQLite.
    let child = try holder(of: ledger.path + "-shm", by: "fcntl.lockf(f,fcntl.LOCK_EX,1,120)")
    defer { child.terminate() }
    let error = await #expect(throws: LogError.self) {
      try await log.append([.numbered(2)], to: stream)
    }
    #expect(error?.code == .locked)
    #expect(error?.message.contains("process \(child.processIdentifier) ") == true)
  }

  @Test func aProgramThatWroteNoRecordIsNamedAndNotTheWriterBefore() async throws {
    let log = try ledger.open { $0.busyTimeout = 0.05 }
    try await log.append([.numbered(1)], to: stream)
    let child = try holder(of: ledger.path + ".lock", by: "fcntl.flock(f,fcntl.LOCK_EX)")
    defer { child.terminate() }
    let error = await #expect(throws: LogError.self) {
      try await log.append([.numbered(2)], to: stream)
    }
    #expect(error?.code == .locked)
    #expect(error?.message.contains("process \(child.processIdentifier) (python3") == true)
  }

  /// Starts a program that takes a lock of a file `f` at a path, and waits until it has it.
  private func holder(of path: String, by lock: String) throws -> Process {
    let program =
      "import fcntl,sys,time;f=open(sys.argv[1],'r+b');\(lock);print('held',flush=True);time.sleep(60)"
    let child = Process()
    child.executableURL = URL(filePath: "/usr/bin/env")
    child.arguments = ["python3", "-c", program, path]
    let out = Pipe()
    child.standardOutput = out
    try child.run()
    #expect(try out.fileHandleForReading.read(upToCount: 5) == Data("held\n".utf8))
    return child
  }

  @Test func aLockFileThatIsAFolderIsNoCorruptLedger() async throws {
    let log = try ledger.open()
    try await log.append([.numbered(1)], to: stream)
    log.close()
    try FileSystem.removeFile(ledger.path + ".lock")
    try FileSystem.makePrivateDirectory(ledger.path + ".lock")
    let again = try ledger.open()
    let error = await #expect(throws: LogError.self) {
      try await again.append([.numbered(2)], to: stream)
    }
    #expect(error?.code == .readOnly)
    #expect(error?.message.contains("is a folder") == true)
    #expect(try await again.read { $0.head } == 1)
  }
}
