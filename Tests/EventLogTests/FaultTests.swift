import CFaultyDisk
import EventLog
import Foundation
import Platform
import Testing

/// What a disk that fails does to a log.
@Suite struct FaultTests {
  @Test func afterAFailedWriteOrSyncNothingSucceedsUntilTheLogWasOpenedAgain() async {
    await #expect(processExitsWith: .success) {
      #expect(faulty_disk_install() == 1)
      let workload = try await Workload()
      let calls = try await workload.run(failingAfter: nil)
      #expect(calls > 50)
      for count in 0..<calls { _ = try await workload.run(failingAfter: count) }
    }
  }

  @Test func aFileThatMayGrowNoLongerIsFullAndTakesTheNextAppendOnceItMay() async {
    await #expect(processExitsWith: .success) {
      signal(SIGXFSZ, SIG_IGN)
      let ledger = try TestLedger()
      let log = try ledger.open()
      let stream = try StreamName("thing/1")
      try await log.append([.numbered(0)], to: stream)
      let bytes = try FileSystem.info(ledger.path + "-wal").bytes
      limitFiles(to: bytes)
      let error = await #expect(throws: LogError.self) {
        for number in 1...1_000 { try await log.append([.numbered(number)], to: stream) }
      }
      #expect(error?.code == .full && error?.message.contains("File too large") == true)
      limitFiles(to: nil)
      try await log.append([.numbered(0)], to: stream)
      #expect(try await log.verify(.full).firstBreak == nil)
    }
  }
}

/// Some appends with a checkpoint among them, each run of which starts from the same ledger.
private struct Workload {
  private static let appends = 8
  private let start: TestLedger
  private let stream: StreamName

  /// Fills a ledger until its next checkpoint is near.
  init() async throws {
    start = try TestLedger()
    stream = try StreamName("thing/1")
    let log = try start.open()
    while ((try? FileSystem.info(start.path + "-wal"))?.bytes ?? 0) < 985 * 4_120 {
      try await log.append([.numbered(0)], to: stream)
    }
    log.close()
  }

  /// Appends on a disk that fails once, at one of its writes and syncs, and holds the log to the
  /// promise; returns how many writes and syncs there were.
  func run(failingAfter count: Int?) async throws -> Int {
    let ledger = try TestLedger()
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: start.path + suffix, toPath: ledger.path + suffix)
    }
    let log = try ledger.open { $0.durability = .full }
    var acknowledged = try await log.append([.numbered(0)], to: stream).lastPosition
    var failure: LogError?
    faulty_disk_fail_after(count ?? -1)
    for number in 1...Workload.appends {
      do {
        acknowledged = try await log.append([.numbered(number)], to: stream).lastPosition
        #expect(failure == nil, "an append succeeded after call \(count ?? -1) failed")
      } catch {
        #expect(error.code == .io)
        failure = failure ?? error
      }
    }
    let calls = faulty_disk_calls()
    if count == nil { #expect(faulty_disk_syncs() >= Workload.appends, "a commit was not synced") }
    faulty_disk_fail_after(-1)
    #expect((failure == nil) == (count == nil), "call \(count ?? -1) of \(calls)")
    log.close()

    let again = try ledger.open { $0.durability = .full }
    let report = try await again.verify(.full)
    #expect(report.firstBreak == nil)
    // The append that failed may be there: nobody can tell, and its caller was not told it is.
    #expect((acknowledged...acknowledged + 1).contains(report.size))
    try await again.append([.numbered(9)], to: stream, expecting: .exactly(report.size))
    again.close()
    return calls
  }
}

/// Lets this process write files of so many bytes at most; nil: of any size.
private func limitFiles(to bytes: Int64?) {
  var limit = rlimit(rlim_cur: bytes.map { rlim_t($0) } ?? .max, rlim_max: .max)
  unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
}
