import CanonicalJSON
import EventLog
import MissionControl
import MissionReplay
import MissionTesting
import Testing

/// Two ledgers whose events were recorded in turn, a second apart, by one clock.
private struct Ledgers {
  let folder: TemporaryFolder
  let clock = TestClock(start: Story.start)
  let logs: [EventLog]

  init() throws {
    let folder = try TemporaryFolder()
    let clocks = clock.clocks
    logs = try ["coder", "vp"].map { name in
      try EventLog.open(
        folder.file(name + ".db"), .init(name: name, durability: .none, clocks: clocks))
    }
    self.folder = folder
  }

  /// Appends one event a letter: `c` to coder and `v` to vp, each a second after the one before.
  func append(_ letters: String, type: String = "made") async throws {
    for letter in letters {
      let log = letter == "c" ? logs[0] : logs[1]
      try await log.append(
        [NewEvent(type: type, payload: .emptyObject, actor: "test")],
        to: StreamName("stream/\(letter)"))
      clock.advance(seconds: 1)
    }
  }

  func read(_ change: (inout LogQuery) throws -> Void = { _ in }) async throws -> [String] {
    var query = LogQuery()
    try change(&query)
    var found: [String] = []
    try await query.run(over: logs) { event, _ in
      found.append(event.id.description)
      return true
    }
    return found
  }

  func at(_ text: String) throws -> LedgerCursor {
    try LedgerCursor(text, field: "after", known: ["away", "coder", "vp"], only: nil)
  }
}

@Test func eventsOfSeveralLedgersComeInTheOrderTheyWereRecorded() async throws {
  let ledgers = try Ledgers()
  try await ledgers.append("vccvc")
  #expect(try await ledgers.read() == ["vp:1", "coder:1", "coder:2", "vp:2", "coder:3"])
}

@Test func aPlaceInOneLedgerStandsForThatEventsPlaceAmongAll() async throws {
  let ledgers = try Ledgers()
  try await ledgers.append("vccvc")
  #expect(
    try await ledgers.read { $0.after = try ledgers.at("coder:2") } == ["vp:2", "coder:3"])
  #expect(
    try await ledgers.read { $0.before = try ledgers.at("coder:2") } == ["vp:1", "coder:1"])
}

@Test func aCursorOfAllLedgersGoesOnWhereItWasTaken() async throws {
  let ledgers = try Ledgers()
  try await ledgers.append("vccvc")
  #expect(
    try await ledgers.read { $0.after = try ledgers.at("coder:1,vp:1") }
      == ["coder:2", "vp:2", "coder:3"])
}

@Test func aPlaceThatWasReachedNamesEveryLedgerAskedFor() async throws {
  let ledgers = try Ledgers()
  try await ledgers.append("vvv")
  var query = LogQuery()
  query.ledgers = ["away", "coder", "vp"]
  query.types = [TypePattern("none")]
  #expect(
    try await query.run(over: ledgers.logs) { _, _ in true } == ledgers.at("away:0,coder:0,vp:3"))
  query.types = []
  query.tail = 2
  var places: [LedgerCursor] = []
  let end = try await query.run(over: ledgers.logs) { _, place in
    places.append(place)
    return true
  }
  #expect(try places == [ledgers.at("away:0,coder:0,vp:2"), ledgers.at("away:0,coder:0,vp:3")])
  #expect(end == places.last)
  query.before = try ledgers.at("away:9,coder:1,vp:2")
  #expect(
    try await query.run(over: ledgers.logs) { _, _ in true } == ledgers.at("away:8,coder:0,vp:1"))
}

@Test func aPlaceGoesOnWithWhatAnotherLedgerGotLate() async throws {
  let ledgers = try Ledgers()
  ledgers.clock.advance(seconds: 60)
  try await ledgers.append("vv")
  var query = LogQuery()
  query.ledgers = ["coder", "vp"]
  query.limit = 1
  let place = try await query.run(over: ledgers.logs) { _, _ in true }
  ledgers.clock.advance(seconds: -60)
  try await ledgers.append("c")
  #expect(try await ledgers.read { $0.after = place } == ["coder:1", "vp:2"])
}

@Test func momentsAreInclusive() async throws {
  let ledgers = try Ledgers()
  try await ledgers.append("vccvc")
  #expect(
    try await ledgers.read {
      $0.since = Story.at(1)
      $0.until = Story.at(3)
    } == ["coder:1", "coder:2", "vp:2"])
  #expect(try await ledgers.read { $0.until = Story.at(-1) } == [])
  #expect(try await ledgers.read { $0.since = Story.at(99) } == [])
}

@Test func theTailIsTheLastOfWhatMatches() async throws {
  let ledgers = try Ledgers()
  try await ledgers.append("vccvc", type: "wanted")
  try await ledgers.append(String(repeating: "c", count: 200), type: "noise")
  #expect(
    try await ledgers.read {
      $0.types = [TypePattern("wanted")]
      $0.tail = 2
    } == ["vp:2", "coder:3"])
}

@Test func theLimitTakesTheFirstOfWhatMatches() async throws {
  let ledgers = try Ledgers()
  try await ledgers.append("vccvc")
  #expect(try await ledgers.read { $0.limit = 2 } == ["vp:1", "coder:1"])
  #expect(
    try await ledgers.read {
      $0.tail = 3
      $0.limit = 1
    } == ["coder:2"])
}

@Test func aStreamIsReadAlone() async throws {
  let ledgers = try Ledgers()
  try await ledgers.append("vccvc")
  #expect(try await ledgers.read { $0.stream = try StreamName("stream/v") } == ["vp:1", "vp:2"])
  #expect(
    try await ledgers.read {
      $0.stream = try StreamName("stream/c")
      $0.tail = 1
    } == ["coder:3"])
}

@Test func aFollowerGetsWhatIsCommittedToAnyLedgerFromThenOn() async throws {
  let ledgers = try Ledgers()
  try await ledgers.append("vc")
  var query = LogQuery()
  query.limit = 5
  query.types = [TypePattern("!noise")]
  var found: [String] = []
  var isLate = false
  try await query.run(over: ledgers.logs, follow: true) { event, _ in
    found.append(event.id.description)
    if found.count == 2, !isLate {
      isLate = true
      try await ledgers.append("c", type: "noise")
      try await ledgers.append("vcv")
    }
    return true
  }
  #expect(found.prefix(2) == ["vp:1", "coder:1"])
  #expect(Set(found) == ["vp:1", "coder:1", "vp:2", "coder:3", "vp:3"])
}

@Test func manyEventsAreReadInPagesWithoutALoss() async throws {
  let ledgers = try Ledgers()
  let events = (1...1_300).map { _ in
    NewEvent(type: "made", payload: .emptyObject, actor: "test")
  }
  try await ledgers.logs[0].append(events, to: StreamName("stream/many"))
  #expect(try await ledgers.read() == (1...1_300).map { "coder:\($0)" })
}

@Test func anEventsObjectHasTheContractsKeys() async throws {
  let ledgers = try Ledgers()
  try await ledgers.append("v")
  let event = try #require(try await ledgers.logs[1].read { try $0.event(at: 1) })
  var keys: [String] = []
  var writer = JSONWriter(order: .asWritten)
  writer.value(event)
  var reader = JSONReader(trusted: writer.finish())
  try reader.readObject { key, _ in keys.append(key.string) }
  #expect(
    keys == [
      "event_id", "ledger", "position", "stream", "version", "type", "schema", "recorded_at",
      "occurred_at", "actor", "causation", "request_id", "trace_id", "payload",
    ])
}
