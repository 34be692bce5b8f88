import CanonicalJSON
import MissionClient
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

/// Pages of events over ledgers that are written while they are read.
@Suite struct EventPageTests {
  /// A server with three events in one ledger.
  private func bench() async throws -> ServerBench {
    let bench = try await ServerBench.start()
    for index in 1...3 { _ = try await bench.dispatch("\(index)") }
    return bench
  }

  /// Commits an event to another ledger that was recorded before those that a reader has seen: its
  /// writer was slow.
  private func dispatchLate(_ bench: ServerBench) async throws {
    let past = Clocks.system.now().advanced(byMicroseconds: -3_600_000_000)
    let fleet = bench.home.fleet(clocks: TestClock(start: past).clocks)
    defer { fleet.close() }
    _ = try await fleet.dispatch(DispatchRequest(vpID: .coder, objective: "late"), .tester)
  }

  private struct Page {
    let events: [String]
    let members: Members

    func place(_ name: String) throws -> String { try members.text(name) }
  }

  private func page(_ bench: ServerBench, _ query: String) async throws -> Page {
    let answer = try await bench.client(.read).get("events?\(query)")
    let members = try Members(answer)
    var events: [String] = []
    var reader = JSONReader(members["events"] ?? .emptyArray)
    try reader.readArray { reader throws(JSONError) in
      try reader.readObject { key, reader throws(JSONError) in
        let value = try reader.readText()
        if key == "event_id" { events.append(value.readable) }
      }
    }
    return Page(events: events, members: members)
  }

  @Test func aPageBeginsAtNoPlaceBeyondTheLedgersEnd() async throws {
    let bench = try await bench()
    for place in ["vp:4", "coder:0,runtime:0,vp:4"] {
      let answer = try await bench.ask("GET", "/api/v1/events?after=\(place)")
      #expect(answer.status == 400 && answer.body.contains(#""field":"after""#), "\(answer.body)")
      #expect(answer.body.contains("vp:4 is beyond the ledger, which ends at 3"))
    }
    for query in ["after=vp:3", "before=vp:4&after=vp:3", "after=vp:3&as_of=vp:1"] {
      #expect(try await page(bench, query).events == [], "\(query)")
    }
    #expect(try await page(bench, "before=vp:4").events == ["vp:1", "vp:2", "vp:3"])
  }

  @Test func aPageOfOneSessionHoldsItsEventsAlone() async throws {
    let bench = try await bench()
    let claim = try await bench.ask(
      "POST", "/api/v1/vps/vp.general.primary/claim", ["Content-Type: application/json"],
      body: #"{"worker_id":"w"}"#)
    #expect(claim.status == 200)
    #expect(try await page(bench, "session_id=vp.general.primary/w").events == ["vp:4"])
    let description = try Members(Array(try await bench.ask("GET", "/openapi.json").body.utf8))
    let route = try description.object("paths").object("/api/v1/events").object("get")
    #expect(try #require(route["parameters"]).readable.contains("\"session_id\""))
  }

  @Test func aPageOfAMissionBeginsAtNoPlaceBeyondItsEnd() async throws {
    let bench = try await ServerBench.start()
    let path = "/api/v1/missions/\(try await bench.dispatch("x"))/events?"
    let answer = try await bench.ask("GET", path + "after=2")
    #expect(answer.status == 400 && answer.body.contains(#""field":"after""#), "\(answer.body)")
    #expect(answer.body.contains("which end at 1: start again without it"), "\(answer.body)")
    for query in ["after=1", "before=9", "after=2&as_of=vp:1"] {
      #expect(try await bench.ask("GET", path + query).status == 200, "\(query)")
    }
  }

  @Test func theNextPageHoldsWhatAnotherLedgerGotLate() async throws {
    let bench = try await bench()
    let first = try await page(bench, "limit=2")
    #expect(first.events == ["vp:1", "vp:2"])
    let next = try first.place("next_after")
    #expect(next == "coder:0,runtime:0,vp:2")
    #expect(try first.place("cursor") == next)
    try await dispatchLate(bench)
    let rest = try await page(bench, "after=\(next)")
    #expect(rest.events == ["coder:1", "vp:3"])
    #expect(rest.members["next_after"] == .null)
  }

  @Test func theCursorAtTheEndGoesOnWithWhatComes() async throws {
    let bench = try await bench()
    let cursor = try await page(bench, "type=*.failed").place("cursor")
    #expect(cursor == "coder:0,runtime:0,vp:3")
    try await dispatchLate(bench)
    #expect(try await page(bench, "after=\(cursor)").events == ["coder:1"])
    #expect(try await page(bench, "after=\(cursor)&tail=5").events == ["coder:1"])
  }

  @Test func aPageOfTheLastEventsHasPlacesAtBothItsEnds() async throws {
    let bench = try await bench()
    let last = try await page(bench, "tail=2")
    #expect(last.events == ["vp:2", "vp:3"])
    let before = try last.place("next_before")
    try await dispatchLate(bench)
    // What came late is after the page, and thus not before it too.
    let first = try await page(bench, "before=\(before)&limit=5")
    #expect(first.events == ["vp:1"])
    #expect(try await page(bench, "after=\(last.place("cursor"))").events == ["coder:1"])
  }

  @Test func aPageOfOneLedgerHasPlacesInThatAlone() async throws {
    let bench = try await bench()
    let page = try await page(bench, "ledger=vp&limit=1")
    #expect(try page.place("next_after") == "vp:1")
    #expect(try await self.page(bench, "ledger=vp&before=vp:3").place("next_before") == "vp:1")
  }

  @Test func aPlaceOfTheLastPositionThatThereCanBeIsAnswered() async throws {
    let bench = try await bench()
    let end = "coder:\(Int64.max),runtime:\(Int64.max),vp:\(Int64.max)"
    #expect(try await page(bench, "after=\(end)&as_of=vp:3").place("cursor") == end)
    #expect(try await bench.ask("GET", "/api/v1/events?after=\(end)").status == 400)
    try await dispatchLate(bench)
    #expect(try await page(bench, "before=\(end)&tail=1").events == ["vp:3"])
  }
}
