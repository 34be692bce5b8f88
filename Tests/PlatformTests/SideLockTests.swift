import Foundation
import MissionTesting
import Testing

@testable import Platform

@Suite struct SideLockTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("vp.db.lock")
  }

  @Test func theHolderIsNamedWhileItHoldsTheLock() throws {
    let lock = try SideLock(path: path)
    #expect(SideLock.holder(path: path) == nil)
    try lock.acquire()
    #expect(SideLock.holder(path: path) == .current)
    lock.release()
    #expect(SideLock.holder(path: path) == nil)
    #expect(try FileSystem.info(path).mode == 0o600)
  }

  @Test func twoLocksOfOneProcessExcludeEachOther() throws {
    let first = try SideLock(path: path)
    let second = try SideLock(path: path)
    try first.acquire()
    #expect(try !second.tryAcquire())
    #expect(try !second.acquire(within: 0))
    first.release()
    #expect(try second.acquire(within: 0))
    #expect(try !first.tryAcquire())
  }

  @Test func anotherProcessWaitsWhileTheLockIsHeldAndSeesByWhom() throws {
    let lock = try SideLock(path: path)
    try lock.acquire()
    let script = try RunningScript(
      "flock -n '\(path)' true; echo $? $(cat '\(path)'); flock '\(path)' echo got")
    defer { script.end() }
    let me = ProcessIdentity.current
    #expect(script.firstLine() == "1 \(me.pid) \(me.startTime)")
    lock.release()
  }

  @Test func whoeverHadItLastLetsOneThatWaitsGoFirst() async throws {
    let lock = try SideLock(path: path)
    try lock.acquire()
    let other = try SideLock(path: path)
    let waits = BlockingPool(name: "waits", threads: 1)
    async let hadIt: Void = waits.run { () throws(PlatformError) in
      try other.acquire()
      other.release()
    }
    #expect(try await eventually { lock.isWanted })
    lock.release()
    // As long as the other waits, it is its turn.
    #expect(try await eventually { try lock.tryAcquire() })
    #expect(!lock.isWanted)
    try await hadIt
  }

  @Test func nobodyLetsItselfGoFirst() throws {
    let lock = try SideLock(path: path)
    for _ in 0..<3 {
      #expect(try lock.tryAcquire())
      lock.release()
      #expect(!lock.isWanted)
    }
  }

  @Test func aProcessThatIsKilledLetsGoOfTheLock() throws {
    let lock = try SideLock(path: path)
    let script = try RunningScript("flock '\(path)' sh -c 'echo held; sleep 1000'")
    #expect(script.firstLine() == "held")
    #expect(try !lock.tryAcquire())
    script.end()
    try lock.acquire()
    #expect(SideLock.holder(path: path) == .current)
  }

  @Test func noChildInheritsTheDescriptor() throws {
    let lock = try SideLock(path: path)
    try lock.acquire()
    let opened = try FileSystem.names(in: "/proc/self/fd").filter { number in
      let link = "/proc/self/fd/\(number)"
      return (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) == path
    }
    #expect(opened.count == 1)
    for number in opened {
      #expect(fcntl(try #require(Int32(number)), F_GETFD) & FD_CLOEXEC != 0)
    }
    lock.release()
  }

  @Test func aSymbolicLinkIsNotFollowed() throws {
    try FileManager.default.createSymbolicLink(
      atPath: path, withDestinationPath: folder.file("elsewhere"))
    #expect(throws: PlatformError.self) { _ = try SideLock(path: path) }
    #expect(try FileSystem.names(in: folder.path) == ["vp.db.lock"])
  }

  @Test func whatTakingTheLockCostIsAddedUpByTheHourBesideTheHolder() throws {
    let lock = try SideLock(path: path)
    #expect(SideLock.tallies(path: path) == [])
    try lock.acquire()
    var tally = LockTally(hour: 500_000)
    tally.take(waited: 25_000, retries: 2)
    tally.take(waited: LockTally.shortestWait - 1, retries: 0)
    lock.keep(tally)
    lock.keep(tally)
    let next = LockTally(hour: 500_001)
    lock.keep(next)
    let kept = SideLock.tallies(path: path)
    #expect(kept.map(\.hour) == [500_000, 500_001])
    #expect(
      kept.first.map { [$0.takes, $0.waits, $0.retries, $0.waited, $0.longest] }
        == [4, 2, 4, 50_000, 25_000])
    #expect(SideLock.holder(path: path) == .current)
  }

  @Test func anHourTakesThePlaceOfTheOneThatIsForgotten() throws {
    let lock = try SideLock(path: path)
    try lock.acquire()
    for hour in [500_000, 500_000 + LockTally.hoursKept] {
      var tally = LockTally(hour: hour)
      tally.take(waited: 0, retries: 0)
      lock.keep(tally)
    }
    let kept = SideLock.tallies(path: path)
    #expect(kept.map(\.hour) == [500_000 + LockTally.hoursKept])
    #expect(kept.first?.takes == 1)
  }

  @Test func acquiringSaysHowLongAnotherHeldTheLock() throws {
    let lock = try SideLock(path: path)
    #expect(try lock.acquireTimed() == 0)
    lock.release()
    let script = try RunningScript("flock '\(path)' sh -c 'echo held; sleep 0.05'")
    defer { script.end() }
    #expect(script.firstLine() == "held")
    #expect(try lock.acquireTimed() > 0)
  }

  @Test func theHolderOfARecordLockIsFoundInTheKernelsList() throws {
    try FileSystem.writeAtomically([1], to: path)
    var info = try FileSystem.info(path)
    info.device = 0xFD01
    info.inode = 393_217
    let locks = """
      1: POSIX  ADVISORY  WRITE 11 fd:01:393217 121 125
      2: POSIX  ADVISORY  READ 12 fd:01:393217 120 120
      2: -> POSIX  ADVISORY  WRITE 13 fd:01:393217 120 120
      3: FLOCK  ADVISORY  WRITE 14 fd:01:393217 0 EOF
      4: POSIX  ADVISORY  WRITE 15 fd:02:393217 120 120
      5: POSIX  ADVISORY  WRITE 4711 fd:01:393217 120 120
      6: POSIX  ADVISORY  WRITE 16 fd:01:393218 0 EOF
      """
    #expect(FileSystem.lockHolder(of: info, byte: 120, in: locks) == 4_711)
    #expect(FileSystem.lockHolder(of: info, byte: 119, in: locks) == nil)
    #expect(FileSystem.flockHolder(of: info, in: locks) == 14)
    info.inode = 393_218
    #expect(FileSystem.lockHolder(of: info, byte: 120, in: locks) == 16)
    #expect(FileSystem.flockHolder(of: info, in: locks) == nil)
  }

  @Test func aProgramThatLeavesNoRecordIsTheHolderAndNotTheOneBefore() throws {
    let lock = try SideLock(path: path)
    try lock.acquire()
    lock.release()
    let script = try RunningScript("flock '\(path)' sh -c 'echo $PPID; sleep 1000'")
    defer { script.end() }
    let pid = Int32(script.firstLine())
    #expect(SideLock.holder(path: path)?.pid == pid)
  }

  @Test func ofALockThatAChildHasInheritedNobodyIsNamed() throws {
    let lock = try SideLock(path: path)
    try lock.acquire()
    lock.release()
    // The program `flock` has ended, and the shell keeps its lock.
    let script = try RunningScript("exec 9>>'\(path)'; flock 9; echo held; sleep 1000")
    defer { script.end() }
    #expect(script.firstLine() == "held")
    #expect(SideLock.holding(path: path) == .unknown)
    #expect(SideLock.holder(path: path) == nil)
  }

  private func mark(_ head: Int64) -> HeadMark {
    HeadMark(lineage: "ab", head: head, modified: FileTime(seconds: 1_700_000_000, nanoseconds: 5))
  }

  @Test func theMarkThatWasKeptLastIsReadBack() throws {
    let lock = try SideLock(path: path)
    #expect(SideLock.headMark(path: path) == nil)
    try lock.acquire()
    lock.keep(mark(1_000))
    lock.keep(mark(7))
    lock.keep(LockTally(hour: 3))
    #expect(SideLock.headMark(path: path) == mark(7))
    lock.release()
  }

  @Test func aMarkThatIsHalfWrittenOrOfAnotherStartOfTheMachineIsNone() throws {
    let row = mark(199).row(boot: "one")
    #expect(HeadMark(row: row, boot: "one") == mark(199))
    #expect(HeadMark(row: row, boot: "two") == nil)
    #expect(HeadMark(row: mark(199).row(boot: ""), boot: "") == nil)
    let next = mark(200).row(boot: "one")
    for half in 1..<row.count where Array(next[..<half] + row[half...]) != row {
      let torn = HeadMark(row: Array(next[..<half] + row[half...]), boot: "one")
      #expect(torn == nil || torn == mark(200))
    }
  }
}
