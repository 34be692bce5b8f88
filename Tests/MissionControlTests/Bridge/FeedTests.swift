import MissionModel
import MissionTesting
import Testing

@testable import MissionControl

@Suite struct FeedTests {
  @Test func aFeedIsReadFromTheAcknowledgedPlaceOn() async throws {
    let bench = try BridgeBench()
    try await bench.complete()
    try await bench.carryAll()
    let first = try await bench.fleet.readFeed(FeedRequest(session: "s1"))
    #expect(first.items.map(\.version) == [1, 2, 3])
    #expect(first.unread == 3)
    #expect(first.nextAfter == 3)
    #expect(try await bench.fleet.acknowledgeFeed("s1", upTo: 2, .tester))
    let second = try await bench.fleet.readFeed(FeedRequest(session: "s1"))
    #expect(second.items.map(\.version) == [3])
    #expect(second.unread == 1)
    #expect(second.acknowledged == 2)
    #expect(try await bench.fleet.feeds().map(\.session) == ["s1"])
  }

  @Test func acknowledgingAgainOrBackwardsOrBeyondNothingNewAppendsNothing() async throws {
    let bench = try BridgeBench()
    try await bench.dispatch()
    try await bench.carryAll()
    #expect(try await bench.fleet.acknowledgeFeed("s1", upTo: 1, .tester))
    let heads = try await bench.bench.heads()
    for place: Int64 in [0, 1, 2] {
      #expect(try await !bench.fleet.acknowledgeFeed("s1", upTo: place, .tester))
    }
    #expect(try await bench.bench.heads() == heads)
    let page = try await bench.fleet.readFeed(FeedRequest(session: "s1"))
    #expect(page.nextAfter == 1)
    #expect(
      await refusal { _ = try await bench.fleet.acknowledgeFeed("s1", upTo: 3, .tester) }
        == .validationError)
  }

  @Test func whoIsRefusedWhatIsToBeReadHasAcknowledgedNothing() async throws {
    let bench = try BridgeBench()
    try await bench.dispatch()
    try await bench.carryAll()
    let heads = try await bench.bench.heads()
    let refusal = await refusal {
      _ = try await bench.fleet.acknowledgeFeed("s1", upTo: 1, readingAfter: 99, .tester)
    }
    #expect(refusal == .validationError)
    #expect(try await bench.bench.heads() == heads)
    #expect(try await bench.fleet.acknowledgeFeed("s1", upTo: 1, readingAfter: 1, .tester))
  }

  @Test func aPlaceBeyondTheFeedIsRefused() async throws {
    let bench = try BridgeBench()
    try await bench.dispatch()
    func read(_ session: String, after: Int64) async throws {
      var request = FeedRequest(session: session)
      request.after = after
      _ = try await bench.fleet.readFeed(request)
    }
    // Nothing was carried yet: no feed has an end beyond its beginning.
    #expect(await refusal { try await read("s1", after: 1) } == .validationError)
    try await bench.carryAll()
    try await read("s1", after: 1)
    #expect(await refusal { try await read("s1", after: 2) } == .validationError)
    #expect(await refusal { try await read("nobody", after: 1) } == .validationError)
    try await read("nobody", after: 0)
  }

  @Test func progressIsLeftOutUnlessItIsAskedFor() async throws {
    let bench = try BridgeBench()
    let id = try await bench.dispatch()
    _ = try await bench.bench.claim()
    let token = FencingToken(worker: .first, attempt: 1)
    try await bench.bench.report(.progress(ProgressReport(summary: "half")), id, token)
    try await bench.carryAll()
    var request = FeedRequest(session: "s1")
    var page = try await bench.fleet.readFeed(request)
    #expect(page.items.map(\.version) == [1, 2])
    #expect(page.unread == 2)
    #expect(page.nextAfter == 3)
    request.types = .all
    page = try await bench.fleet.readFeed(request)
    #expect(page.items.map(\.version) == [1, 2, 3])
    #expect(page.unread == 3)
    request.types = .named(["vp.mission.progress"])
    page = try await bench.fleet.readFeed(request)
    #expect(page.items.map(\.version) == [3])
    #expect(page.unread == 1)
  }

  @Test func aPageEndsAtItsLimitAndTheNextGoesOn() async throws {
    let bench = try BridgeBench()
    try await bench.complete()
    try await bench.carryAll()
    var request = FeedRequest(session: "s1")
    request.limit = 2
    let first = try await bench.fleet.readFeed(request)
    #expect(first.items.map(\.version) == [1, 2])
    request.after = first.nextAfter
    let second = try await bench.fleet.readFeed(request)
    #expect(second.items.map(\.version) == [3])
    request.after = second.nextAfter
    let last = try await bench.fleet.readFeed(request)
    #expect(last.items.isEmpty)
    #expect(last.nextAfter == 3)
  }

  @Test func aReaderThatWaitsIsWokenByAnItem() async throws {
    let bench = try BridgeBench()
    try await bench.dispatch(session: nil)
    try await bench.carryAll()
    var request = FeedRequest(session: "s1")
    request.waitSeconds = 60
    async let page = bench.fleet.readFeed(request)
    try await bench.dispatch()
    try await bench.carryAll()
    #expect(try await page.items.count == 1)
  }

  @Test func aFeedNamesTheSourceThatItHearsNothingFrom() async throws {
    let home = try TemporaryHome()
    let before = try BridgeBench(home)
    try await before.complete()
    try await before.carryAll()
    #expect(try await before.fleet.readFeed(FeedRequest(session: "s1")).warnings.isEmpty)
    before.fleet.close()
    try home.remove("vp_state.db")
    let bench = try BridgeBench(home)
    _ = try await bench.fleet.initialize()
    for _ in 0..<3 { try await bench.complete() }
    let head = try #require(try await bench.bench.heads()["vp"])
    for after: Int64 in [0, 3] {
      var request = FeedRequest(session: "s1")
      request.after = after
      let page = try await bench.fleet.readFeed(request)
      #expect(page.items.isEmpty == (after == 3))
      #expect(page.warnings.map(\.ledger) == ["vp"])
      #expect(page.warnings.first?.error?.code == .versionConflict)
      let cursor = try #require(try await bench.cursor()).position
      #expect(page.warnings.first?.message.contains("backlog \(head - cursor)") == true)
    }
    _ = try await bench.fleet.moveCursor(to: .zero, of: "vp", .tester)
    #expect(try await bench.fleet.readFeed(FeedRequest(session: "s1")).warnings.isEmpty)
  }

  @Test func aSessionWithoutItemsHasAnEmptyFeed() async throws {
    let bench = try BridgeBench()
    try await bench.dispatch(session: nil)
    let page = try await bench.fleet.readFeed(FeedRequest(session: "nobody"))
    #expect(page.items.isEmpty)
    #expect(page.unread == 0)
    #expect(page.nextAfter == 0)
  }
}
