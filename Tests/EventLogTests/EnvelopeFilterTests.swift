import CanonicalJSON
import EventLog
import MissionTesting
import Platform
import Testing

@Suite struct EnvelopeFilterTests {
  /// Filters by each member, by several, by none, and by texts that no envelope has.
  static let filters =
    [nil, "thing.made", "thing.moved", "thing.lost"].flatMap { type in
      [nil, "anna", "cafe\u{301}"].flatMap { actor in
        [nil, "first", "no such call"].map { call in
          EnvelopeFilter(type: type, actor: actor, requestID: call)
        }
      }
    }

  /// Events of two streams, of every combination of what the filters ask for.
  private static func event(_ number: Int) -> (NewEvent, String) {
    let event = NewEvent(
      type: number % 2 == 0 ? "thing.made" : "thing.moved", payload: .emptyObject,
      actor: ["anna", "caf\u{E9}", "cafe\u{301}"][number % 3],
      requestID: [nil, "first", "second", nil][number % 4])
    return (event, number % 5 == 0 ? "thing/2" : "thing/1")
  }

  private static func admits(_ filter: EnvelopeFilter, _ event: RecordedEvent) -> Bool {
    func same(_ wanted: String?, _ given: String?) -> Bool {
      wanted == nil || given.map { Array($0.utf8) } == wanted.map { Array($0.utf8) }
    }
    return same(filter.type, event.type) && same(filter.actor, event.actor)
      && same(filter.requestID, event.requestID)
  }

  @Test func aFilterFindsWhatAReadingOfAllWould() async throws {
    let ledger = try TestLedger()
    let log = try ledger.open()
    let stream = try StreamName("thing/1")
    let written = 40
    for number in 0..<written {
      let (event, name) = Self.event(number)
      try await log.append([event], to: StreamName(name))
    }
    for after in [0, 7, 31, 32, 100] as [Int64] {
      for filter in Self.filters {
        try await log.read { reader in
          let whole = try reader.events(of: stream, afterVersion: after)
          let found = try reader.events(ofStreamAt: 2, afterVersion: after, matching: filter)
          #expect(found == whole.filter { Self.admits(filter, $0) }, "\(filter) after \(after)")
          let range = try reader.events(after: after, matching: filter)
          #expect(
            range == (try reader.events(after: after)).filter { Self.admits(filter, $0) },
            "\(filter) after position \(after)")
          let earlier = try reader.ending(at: 20).events(after: after, matching: filter)
          #expect(earlier == range.filter { $0.position <= 20 })
        }
      }
    }
  }

  @Test func aCommandFindsEventsOfItsOwnBatchToo() async throws {
    let ledger = try TestLedger()
    let log = try ledger.open()
    for number in 0..<20 {
      let (event, name) = Self.event(number)
      try await log.append([event], to: StreamName(name))
    }
    try await log.write { transaction in
      for number in 20..<40 {
        let (event, name) = Self.event(number)
        try transaction.append(event, to: StreamName(name))
      }
      for name in ["thing/1", "thing/2", "thing/3"] {
        let stream = try StreamName(name)
        for after in [0, 7, 15, 16, 17, 31, 100] as [Int64] {
          for filter in Self.filters {
            let whole = try transaction.events(of: stream, afterVersion: after)
            let found = try transaction.events(
              of: stream, afterVersion: after, matching: filter)
            #expect(found == whole.filter { Self.admits(filter, $0) }, "\(filter) of \(name)")
          }
        }
      }
    }
  }
}
