import EventLog
import Foundation
import Platform
import Testing

/// What becomes of files that something else has changed: an error, or a prefix of what was
/// appended, and never anything else.
@Suite struct TamperTests {
  private static let page = 4_096
  private static let frame = 24 + 4_096

  /// A ledger whose events lie in its file, or (all but the first) in its write-ahead log.
  private func ledger(
    inLog: Bool, salt: UInt8 = 1
  ) async throws -> (ledger: TestLedger, events: [RecordedEvent]) {
    let ledger = try TestLedger()
    let clocks = Clocks(now: { Instant(microseconds: 1_700_000_000_000_000) }, monotonic: { 0 })
    let log = try ledger.open {
      $0.clocks = clocks
      $0.randomness = Randomness { Array(repeating: salt, count: $0) }
    }
    for number in 0..<60 {
      try await log.append([.padded(200 + number)], to: StreamName("thing/\(number % 7)"))
    }
    let events = try await log.read { try $0.events() }
    log.close()
    if !inLog {
      #expect(try ledger.sqlite3("PRAGMA wal_checkpoint(truncate)").status == 0)
    }
    try? FileManager.default.removeItem(atPath: ledger.path + "-shm")
    return (ledger, events)
  }

  private func bytes(_ path: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path))
  }

  /// Reads a changed copy in every way; returns whether all of it was served.
  @discardableResult
  private func expectNothingFalse(
    of events: [RecordedEvent], file: Data, log: Data?, _ what: Comment
  ) async throws -> Bool {
    let copy = try TestLedger()
    try file.write(to: URL(fileURLWithPath: copy.path))
    try log?.write(to: URL(fileURLWithPath: copy.path + "-wal"))
    do {
      let reading = try copy.open { $0.access = .readOnly }
      defer { reading.close() }
      let report = try await reading.verify(.full)
      if report.firstBreak == nil { #expect(report.size <= events.count, what) }
      for position in 1...Int64(events.count) {
        let event = try? await reading.read { try $0.event(at: position) }
        #expect(event == nil || event == events[Int(position - 1)], what)
      }
      for stream in Set(events.map(\.stream)) {
        let found = (try? await reading.read { try $0.events(of: stream) }) ?? []
        #expect(found == Array(events.filter { $0.stream == stream }.prefix(found.count)), what)
      }
      let found = try await reading.read { try $0.events() }
      #expect(found == Array(events.prefix(found.count)), what)
      return found.count == events.count && report.firstBreak == nil
    } catch let error as LogError {
      #expect([.corrupt, .notALedger, .notFound, .io].contains(error.code), what)
      return false
    }
  }

  @Test func aPageThatWasZeroedSwappedOrCutOffIsNeverServed() async throws {
    let (ledger, events) = try await ledger(inLog: false)
    let file = try bytes(ledger.path)
    let pages = file.count / TamperTests.page
    #expect(pages > 20)
    for number in 0..<pages {
      let range = number * TamperTests.page..<(number + 1) * TamperTests.page
      var zeroed = file
      zeroed.replaceSubrange(range, with: Data(count: TamperTests.page))
      try await expectNothingFalse(of: events, file: zeroed, log: nil, "page \(number) zeroed")
      var swapped = file
      let next = (number + 1) % pages * TamperTests.page
      swapped.replaceSubrange(range, with: file[next..<next + TamperTests.page])
      swapped.replaceSubrange(next..<next + TamperTests.page, with: file[range])
      try await expectNothingFalse(of: events, file: swapped, log: nil, "page \(number) swapped")
      try await expectNothingFalse(
        of: events, file: file.prefix(range.lowerBound), log: nil, "cut off at page \(number)")
    }
    #expect(try await expectNothingFalse(of: events, file: file, log: nil, "as it was"))
  }

  @Test func aFlippedBitOfAWriteAheadLogLeavesAPrefix() async throws {
    let (ledger, events) = try await ledger(inLog: true)
    let (file, log) = (try bytes(ledger.path), try bytes(ledger.path + "-wal"))
    for offset in stride(from: 3, to: log.count, by: 5 * TamperTests.frame + 377) {
      var flipped = log
      flipped[offset] ^= 0x10
      let isWhole = try await expectNothingFalse(
        of: events, file: file, log: flipped, "byte \(offset) flipped")
      #expect(!isWhole)
    }
    for frames in stride(from: 0, to: log.count / TamperTests.frame, by: 17) {
      let cut = log.prefix(32 + frames * TamperTests.frame + 100)
      try await expectNothingFalse(of: events, file: file, log: cut, "cut off at frame \(frames)")
    }
    try await expectNothingFalse(of: events, file: file, log: nil, "without its log")
    #expect(try await expectNothingFalse(of: events, file: file, log: log, "as it was"))
  }

  @Test func aWriteAheadLogThatHasLostWhatWasAcknowledgedIsRefused() async throws {
    let (ledger, events) = try await ledger(inLog: true)
    let logPath = ledger.path + "-wal"
    let whole = try bytes(logPath)
    var flipped = whole
    flipped[whole.count / 2] ^= 0x10
    for (what, log) in [
      ("flipped", flipped), ("cut short", whole.dropLast(2 * TamperTests.frame)), ("empty", Data()),
    ] {
      try log.write(to: URL(fileURLWithPath: logPath))
      try? FileManager.default.removeItem(atPath: ledger.path + "-shm")
      for access in [EventLog.Options.Access.readOnly, .readWrite] {
        let error = #expect(throws: LogError.self, "\(what)") {
          try ledger.open { $0.access = access }
        }
        #expect(error?.code == .corrupt, "\(what)")
        #expect(error?.message.contains("of the \(events.count) events") == true, "\(what)")
      }
    }
    try whole.write(to: URL(fileURLWithPath: logPath))
    try? FileManager.default.removeItem(atPath: ledger.path + "-shm")
    let log = try ledger.open()
    defer { log.close() }
    #expect(try await log.read { try $0.events() } == events)
  }

  @Test func whatIsLostIsGivenUpByRemovingTheLockFile() async throws {
    let (ledger, _) = try await ledger(inLog: true)
    try FileManager.default.removeItem(atPath: ledger.path + "-wal")
    #expect(throws: LogError.self) { try ledger.open() }
    try FileManager.default.removeItem(atPath: ledger.path + ".lock")
    let log = try ledger.open()
    defer { log.close() }
    #expect(try await log.append([.padded(200)], to: StreamName("thing/1")).firstPosition == 1)
  }

  @Test func aFileThatWasPutThereSinceIsTakenAsItIs() async throws {
    let (ledger, _) = try await ledger(inLog: true)
    let before = Date(timeIntervalSince1970: 1_700_000_000)
    try FileManager.default.setAttributes([.modificationDate: before], ofItemAtPath: ledger.path)
    try FileManager.default.removeItem(atPath: ledger.path + "-wal")
    let log = try ledger.open()
    defer { log.close() }
    #expect(try await log.read { $0.head } == 0)
  }

  @Test(arguments: [true, false])
  func aWriteAheadLogOfAnotherLedgerIsRefused(isFresh: Bool) async throws {
    let (ledger, _) = try await ledger(inLog: isFresh)
    let (other, _) = try await self.ledger(inLog: true, salt: 2)
    let copy = try TestLedger()
    try FileManager.default.copyItem(atPath: ledger.path, toPath: copy.path)
    try FileManager.default.copyItem(atPath: other.path + "-wal", toPath: copy.path + "-wal")
    for access in [EventLog.Options.Access.readOnly, .readWrite] {
      let error = #expect(throws: LogError.self) { try copy.open { $0.access = access } }
      #expect(error?.code == .corrupt)
      #expect(error?.message.contains("another ledger") == true)
    }
  }

  @Test func aChangedLineageIsToldAsSuchWhereThereIsNoWriteAheadLog() async throws {
    let (ledger, _) = try await ledger(inLog: false)
    let change = "DROP TRIGGER ledger_kept; UPDATE ledger SET lineage = zeroblob(16)"
    #expect(try ledger.sqlite3(change + "; PRAGMA wal_checkpoint(truncate)").status == 0)
    try? FileManager.default.removeItem(atPath: ledger.path + "-wal")
    let error = #expect(throws: LogError.self) { try ledger.open { $0.access = .readOnly } }
    #expect(error?.code == .corrupt)
    #expect(error?.message.contains("-wal") == false)
    #expect(error?.message.contains("says in one place that its lineage is 0000") == true)
  }
}
