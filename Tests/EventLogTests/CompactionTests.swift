import CanonicalJSON
import EventLog
import EventLogSQLite
import Foundation
import Glibc
import Platform
import Testing

/// A log that is made smaller says the same.
@Suite struct CompactionTests {
  private let ledger: TestLedger

  init() throws {
    ledger = try TestLedger()
  }

  /// Events that have much in common, as those of missions do.
  private static func event(_ number: Int) -> NewEvent {
    let words = ["reading", "writing", "testing", "planning", "waiting"]
    let text = JSONText.object { object in
      object.field("attempt", number % 3)
      object.field(
        "summary", "\(words[number % 5]) the module of \(words[number % 3]) parts, step \(number)")
      object.field("worker_id", "w-\(number % 7)-machine")
      object.field(
        "workspace", "/srv/work/missions/vp-mission-\(number * 7919)/src/\(words[number % 4])")
    }
    return NewEvent(type: "thing.done", payload: text, actor: "worker:w\(number % 7)")
  }

  private func fill(_ log: EventLog, _ count: Int, from first: Int = 0) async throws {
    try await log.write { transaction in
      for number in first..<(first + count) {
        try transaction.append(Self.event(number), to: StreamName("thing/\(number % 97)"))
      }
    }
  }

  @Test func aCompactedLogIsSmallerAndSaysTheSame() async throws {
    let log = try ledger.open()
    try await fill(log, 2_500)
    let events = try await log.read { try $0.events() }
    let root = try await log.root()
    let report = try await log.compact()
    #expect(report.root == root)
    #expect(try await log.root() == root)
    #expect(report.dictionaryIsNew)
    #expect(report.after.stored < report.before.stored * 95 / 100)
    #expect(report.after.file < report.before.file)
    #expect(try await log.read { try $0.events() } == events)
    #expect(try await log.verify(.full).firstBreak == nil)
    try await fill(log, 10, from: 2_500)
    #expect(try await log.verify(.full).firstBreak == nil)
  }

  @Test func theFileStillRefusesWhatIsNoAppend() async throws {
    let log = try ledger.open()
    try await fill(log, 600)
    let triggers = "SELECT name, tbl_name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name"
    func names() async throws -> [String] {
      try await log.read { reader in
        try reader.query { connection in
          let query = try connection.prepare(triggers)
          var names: [String] = []
          while try query.step() { names.append(query.text(at: 0) + " on " + query.text(at: 1)) }
          return names
        }
      }
    }
    let before = try await names()
    try await log.compact()
    #expect(try await names() == before)
    log.close()
    let connection = try Connection(.init(path: ledger.path, mode: .readWrite))
    #expect(throws: SQLiteError.self) { try connection.execute("DELETE FROM events") }
    #expect(throws: SQLiteError.self) { try connection.execute("UPDATE events SET size = 1") }
    #expect(throws: SQLiteError.self) {
      try connection.execute("INSERT INTO events SELECT * FROM events WHERE position = 1")
    }
    let tables = try connection.integer(
      "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name LIKE 'events%'")
    #expect(tables == 1)
  }

  @Test func compactingAgainChangesNothingMore() async throws {
    let log = try ledger.open()
    try await fill(log, 1_500)
    let first = try await log.compact()
    let second = try await log.compact()
    #expect(!second.dictionaryIsNew)
    #expect(second.dictionary == first.dictionary)
    #expect(second.after.stored <= first.after.stored)
    #expect(try await log.verify(.full).firstBreak == nil)
  }

  @Test func anEmptyLogIsCompactedToo() async throws {
    let report = try await ledger.open().compact()
    #expect(report.root.size == 0)
    #expect(!report.dictionaryIsNew)
  }

  @Test func othersReadAndWriteMeanwhile() async throws {
    let log = try ledger.open()
    try await fill(log, 1_500)
    let other = try ledger.open()
    let writers = Task {
      var number = 10_000
      while !Task.isCancelled {
        try await other.append([Self.event(number)], to: StreamName("thing/\(number % 97)"))
        _ = try await other.read { try $0.events(of: StreamName("thing/3")).count }
        number += 1
      }
      return number - 10_000
    }
    let report = try log.compactBlocking(stepEvents: 300)
    writers.cancel()
    let written = try await writers.value
    #expect(report.root.size >= 1_500)
    #expect(try await log.read { $0.head } == Int64(1_500 + written))
    #expect(try await log.verify(.full).firstBreak == nil)
    #expect(try await log.root(at: report.root.size) == report.root)
  }

  /// Killed at its nth word of progress, a compaction leaves the log whole, and the next one ends
  /// it.
  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  func aKilledCompactionLeavesTheLogWhole(step: Int) async throws {
    let log = try ledger.open()
    try await fill(log, 700)
    let root = try await log.root()
    let events = try await log.read { try $0.events() }
    log.close()
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = ledger.path as String, step = step as Int] in
      let log = try EventLog.open(path, .init(durability: .none))
      let counted = Condition(0)
      _ = try log.compactBlocking(stepEvents: 200) { _ in
        let isDue = counted.change { count in
          count += 1
          return count == step
        }
        if isDue { kill(getpid(), SIGKILL) }
      }
    }
    let again = try ledger.open()
    #expect(try await again.root() == root)
    #expect(try await again.read { try $0.events() } == events)
    #expect(try await again.verify(.full).firstBreak == nil)
    try await fill(again, 5, from: 700)
    let report = try await again.compact()
    #expect(report.root.size == 705)
    #expect(try await again.root(at: 700) == root)
    #expect(try await again.verify(.full).firstBreak == nil)
    #expect(report.after.stored < report.after.payloads * 7 / 10)
  }

  @Test func aChangedPayloadIsFoundAndNothingIsSwapped() async throws {
    let log = try ledger.open()
    try await fill(log, 500)
    log.close()
    let connection = try Connection(.init(path: ledger.path, mode: .readWrite))
    try connection.execute(
      """
      DROP TRIGGER events_no_update;
      UPDATE events SET recorded_at = recorded_at + 1 WHERE position = 500
      """)
    connection.close()
    let again = try ledger.open()
    await #expect(throws: LogError.self) { try await again.compact() }
  }
}
