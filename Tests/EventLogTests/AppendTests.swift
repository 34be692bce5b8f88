import CanonicalJSON
import EventLog
import EventLogSQLite
import MissionTesting
import Platform
import Testing

@Suite struct AppendTests {
  let ledger: TestLedger
  let stream: StreamName

  init() throws {
    ledger = try TestLedger()
    stream = try StreamName("thing/1")
  }

  @Test func everyFieldComesBackAsItWas() async throws {
    let log = try ledger.open()
    let event = NewEvent(
      type: "thing.made", schema: 3, payload: try JSONText(#"{"b":1e3,"a":"é\u0007\"\\"}"#),
      occurredAt: Instant(microseconds: -1), actor: "worker:\"quoted\" \\",
      causation: EventID(ledger: "other", position: 7), requestID: "r", traceID: "t")
    let appended = try await log.append([event, .numbered(2)], to: stream)
    #expect(appended.firstPosition == 1 && appended.lastPosition == 2 && appended.version == 2)
    log.close()

    let again = try ledger.open { $0.access = .readOnly }
    let back = try #require(try await again.read { try $0.event(at: 1) })
    #expect(back.id.description == "test:1")
    #expect(back.stream == stream && back.version == 1 && back.recordedAt == appended.recordedAt)
    #expect(back.type == event.type && back.schema == 3 && back.payload == event.payload)
    #expect(back.occurredAt == event.occurredAt && back.actor == event.actor)
    #expect(back.causation == event.causation && back.requestID == "r" && back.traceID == "t")
  }

  @Test func positionsAndVersionsHaveNoGaps() async throws {
    let log = try ledger.open()
    let other = try StreamName("thing/2")
    for number in 0..<10 {
      try await log.append([.numbered(number)], to: number % 3 == 0 ? other : stream)
    }
    let events = try await log.read { try $0.events() }
    #expect(events.map(\.position) == Array(1...10))
    #expect(events.filter { $0.stream == other }.map(\.version) == [1, 2, 3, 4])
    #expect(try await log.read { try $0.events(of: other).map(\.position) } == [1, 4, 7, 10])
  }

  @Test func namesThatOnlyLookTheSameAreOthers() async throws {
    let log = try ledger.open()
    let names = ["caf\u{E9}", "cafe\u{301}"]
    for name in names {
      let event = NewEvent(type: "thing.made", payload: .emptyObject, actor: name)
      try await log.append([event], to: StreamName("thing/" + name))
    }
    let events = try await log.read { try $0.events() }
    #expect(events.map(\.version) == [1, 1])
    #expect(events.map { Array($0.actor.utf8) } == names.map { Array($0.utf8) })
    #expect(
      events.map { Array($0.stream.string.utf8) } == names.map { Array(("thing/" + $0).utf8) })
  }

  @Test func anAppendAtAStaleVersionIsRefused() async throws {
    let log = try ledger.open()
    try await log.append([.numbered(1)], to: stream, expecting: .none)
    for expected in [ExpectedVersion.none, .exactly(0), .exactly(2)] {
      let error = await #expect(throws: LogError.self) {
        try await log.append([.numbered(2)], to: stream, expecting: expected)
      }
      #expect(error?.code == .versionConflict)
    }
    try await log.append([.numbered(2)], to: stream, expecting: .exactly(1))
    #expect(try await log.read { $0.head } == 2)
  }

  @Test func aRefusedDecisionLeavesNothing() async throws {
    struct Refusal: Error {}
    let log = try ledger.open()
    let new = try StreamName("thing/new")
    await #expect(throws: Refusal.self) {
      try await log.write { transaction in
        try transaction.append(.numbered(1), to: new)
        try transaction.append(.numbered(2), to: stream)
        throw Refusal()
      }
    }
    try await log.append([.numbered(3)], to: stream)
    let events = try await log.read { try $0.events() }
    #expect(events.map(\.payload.string) == [#"{"n":3}"#])
    #expect(try await log.verify(.full).firstBreak == nil)
    #expect(try await log.read { try $0.streams() } == [stream])
  }

  @Test func aStreamWhoseFirstEventWasRefusedBeginsWithTheNextOne() async throws {
    struct Refusal: Error {}
    let log = try ledger.open()
    // The first one holds the writer while the others queue up behind it, so they share a batch.
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<200 {
        let stream = try StreamName("new/\(number / 4)")
        let isRefused = number % 4 < 3
        group.addTask {
          do {
            try await log.write { transaction in
              try transaction.append(
                .numbered(number), to: stream, expecting: isRefused ? .any : .none)
              if isRefused { throw Refusal() }
            }
          } catch is Refusal {}
        }
      }
      try await group.waitForAll()
    }
    let events = try await log.read { try $0.events() }
    #expect(events.count == 50 && Set(events.map(\.stream)).count == 50)
    #expect(events.allSatisfy { $0.version == 1 && $0.streamID == $0.position })
    #expect(try await log.verify(.full).firstBreak == nil)
  }

  @Test func aLargeCommitWritesWhatSmallOnesDo() async throws {
    let clocks = Clocks(now: { Instant(microseconds: 1_700_000_000_000_000) }, monotonic: { 0 })
    func rows(eventsPerCommit size: Int) async throws -> String {
      let ledger = try TestLedger()
      let log = try ledger.open {
        $0.clocks = clocks
        $0.randomness = .seeded(1)
      }
      for start in stride(from: 0, to: 300, by: size) {
        try await log.write { transaction in
          for number in start..<min(start + size, 300) {
            try transaction.append(
              .padded(number * 37 % 1_000), to: try StreamName("stream/\(number % 7)"))
          }
        }
      }
      #expect(try await log.verify(.full).firstBreak == nil)
      log.close()
      return try ledger.sqlite3(
        "SELECT position, stream, version, leaf, codec, hex(payload), hex(node) FROM events"
      ).output
    }
    let alone = try await rows(eventsPerCommit: 1)
    #expect(alone.split(separator: "\n").count == 300)
    for size in [31, 32, 33, 300] {
      #expect(try await rows(eventsPerCommit: size) == alone, "\(size) events a commit")
    }
  }

  @Test func aLargeCommitThatFailsAtAnEventLeavesNothing() async throws {
    let log = try ledger.open()
    try await log.append([.numbered(0)], to: stream)
    func appendMany() async throws {
      try await log.write { transaction in
        for number in 0..<200 { try transaction.append(.padded(number), to: stream) }
      }
    }
    let trigger = "CREATE TRIGGER stop BEFORE INSERT ON events WHEN new.position = 101"
    _ = try ledger.sqlite3("\(trigger) BEGIN SELECT RAISE(ABORT, 'stop'); END")
    await #expect(throws: LogError.self) { try await appendMany() }
    #expect(try await log.read { $0.head } == 1)
    _ = try ledger.sqlite3("DROP TRIGGER stop")
    try await appendMany()
    #expect(try await log.read { $0.head } == 201)
    #expect(try await log.verify(.full).firstBreak == nil)
  }

  @Test func aDecisionSeesWhatItAndOthersHaveAppended() async throws {
    let log = try ledger.open()
    try await log.append([.numbered(1)], to: stream)
    let seen = try await log.write { transaction in
      try transaction.append(.numbered(2), to: stream)
      let queried = try transaction.query { try $0.integer("SELECT count(*) FROM events") }
      return (
        try transaction.events(of: stream).count, transaction.head,
        try transaction.event(at: 2)?.version, queried
      )
    }
    #expect(seen.0 == 2 && seen.1 == 2 && seen.2 == 2)
    #expect(seen.3 == 1)
  }

  @Test func whatIsNoEventIsRefused() async throws {
    let log = try ledger.open()
    var events = [NewEvent.numbered(1), .numbered(2), .numbered(3), .numbered(4), .numbered(5)]
    events[0].type = ""
    events[1].actor = "a\nb"
    events[2].schema = 0
    events[3].payload = .emptyArray
    events[4].requestID = String(repeating: "x", count: 513)
    for event in events {
      let error = await #expect(throws: LogError.self) { try await log.append([event], to: stream) }
      #expect(error?.code == .invalidEvent)
    }
    for name in ["", "a\u{0}b", String(repeating: "x", count: 513)] {
      #expect(throws: LogError.self) { try StreamName(name) }
    }
    #expect(try await log.read { $0.head } == 0)
  }

  @Test func aPayloadOfOneMebibyteIsTakenAndOneByteMoreIsNot() async throws {
    let log = try ledger.open()
    func payload(_ size: Int) -> JSONText {
      let text = "{\"x\":\"" + String(repeating: "y", count: size - 8) + "\"}"
      return JSONText(trusted: Array(text.utf8))
    }
    let largest = NewEvent(type: "t", payload: payload(1 << 20), actor: "a")
    try await log.append([largest], to: stream)
    let larger = NewEvent(type: "t", payload: payload((1 << 20) + 1), actor: "a")
    let error = await #expect(throws: LogError.self) { try await log.append([larger], to: stream) }
    #expect(error?.code == .payloadTooLarge)
    #expect(try await log.read { try $0.event(at: 1)?.payload } == largest.payload)
  }

  @Test func timeNeverRunsBackwards() async throws {
    let time = Condition(Int64(1_000))
    let clocks = Clocks(
      now: { Instant(microseconds: time.withLock { $0 }) }, monotonic: { 0 })
    let log = try ledger.open { $0.clocks = clocks }
    for moment in [1_000, 5_000, 2_000, 6_000] as [Int64] {
      time.withLock { $0 = moment }
      try await log.append([.numbered(1)], to: stream)
    }
    let times = try await log.read { try $0.events().map(\.recordedAt.microseconds) }
    #expect(times == [1_000, 5_000, 5_000, 6_000])
    // Nor does it for those who decide.
    time.withLock { $0 = 3_000 }
    #expect(try await log.write { $0.now }.microseconds == 6_000)
  }

  @Test func manyCallersShareFewCommits() async throws {
    let log = try ledger.open { $0.durability = .full }
    try await log.append([.numbered(0)], to: stream)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<400 {
        group.addTask {
          try await log.append([.numbered(number)], to: StreamName("caller/\(number % 64)"))
        }
      }
      try await group.waitForAll()
    }
    let moments = try await log.read { reader in Set(try reader.events().map(\.recordedAt)).count }
    #expect(try await log.read { $0.head } == 401)
    #expect(moments < 300)
    #expect(try await log.verify(.full).firstBreak == nil)
  }
}
