import EventLogSQLite
import EventProjections
import Platform
import Testing

@testable import MissionModel
@testable import MissionStore

@Suite struct ClaimTests {
  private let now = Garden.start.advanced(bySeconds: 3_600)

  private func next(_ garden: Garden) async throws -> String? {
    try await garden.ask { [now] in
      try $0.next(vp: general, now: now)?.facts.missionID.rawValue
    }
  }

  @Test func theQueueIsServedByTierThenPriorityThenAge() async throws {
    let garden = try Garden()
    try await garden.mission("other", vp: "vp.other", asking: { $0.priorityTier = .critical })
    let places: [(String, PriorityTier, Int)] = [
      ("late", .normal, 100), ("later", .normal, 100), ("soon", .normal, 5), ("low", .low, 0),
      ("high", .high, 900),
    ]
    for (id, tier, priority) in places {
      try await garden.mission(
        id,
        asking: { request in
          request.priorityTier = tier
          request.priority = priority
        })
    }
    for expected in ["high", "soon", "late", "later", "low"] {
      #expect(try await next(garden) == expected)
      let ahead = try await garden.ask { queries in
        let mission = try #require(try queries.next(vp: general, now: now))
        return try queries.ahead(of: mission.facts.claimOrder, vp: general)
      }
      #expect(ahead == 0)
      try await garden.mission(expected, being: { $0.status = .completed })
    }
    #expect(try await next(garden) == nil)
  }

  @Test func whatCannotRunNowIsPassedOver() async throws {
    let garden = try Garden()
    let later = now.advanced(bySeconds: 60)
    try await garden.mission("waiting", asking: { $0.notBefore = later })
    try await garden.mission("missed", asking: { $0.deadline = now })
    try await garden.mission(
      "cancelled",
      being: {
        $0.cancel = CancelRequest(reason: nil, by: "ann", at: Garden.start, position: 1)
      })
    try await garden.mission(
      "holder", settling: { $0.resolvedTargetPath = "/a" },
      being: {
        $0.status = .blocked
      })
    try await garden.mission("sharing", settling: { $0.resolvedTargetPath = "/a" })
    #expect(try await next(garden) == nil)
    let (isTaken, time) = try await garden.ask { [now] queries in
      (try queries.isTargetTaken("/a"), try queries.nextNotBefore(vp: general, after: now))
    }
    #expect(isTaken)
    #expect(time == later)
    try await garden.mission("apart", settling: { $0.resolvedTargetPath = "/b" })
    #expect(try await next(garden) == "apart")
    let isOtherTaken = try await garden.ask { try $0.isTargetTaken("/b") }
    #expect(!isOtherTaken)
  }

  @Test func countsAreOfWhatIsNotOver() async throws {
    let garden = try Garden()
    try await garden.mission("a")
    try await garden.mission("b")
    try await garden.mission("c", being: { $0.status = .running })
    try await garden.mission("d", vp: "vp.other", being: { $0.status = .blocked })
    try await garden.mission("e", being: { $0.status = .failed })
    let counts = try await garden.ask { try $0.counts() }
    var expected = QueueCounts()
    expected.queued = 2
    expected.running = 1
    expected.oldestQueuedAt = Garden.start.advanced(bySeconds: 1)
    #expect(counts[general] == expected)
    #expect(counts[VPID(stored: "vp.other")]?.blocked == 1)
    #expect(counts.count == 2)
    let (held, all) = try await garden.ask { queries in
      (
        try queries.held(vp: general, atMost: 9), try queries.held().map(\.facts.missionID.rawValue)
      )
    }
    #expect(held == 1)
    #expect(all == ["c", "d"])
  }

  @Test(arguments: [
    (MissionQueries.nextClaimableText, ["missions_unfinished", "missions_targets"]),
    (MissionQueries.heldText, ["missions_unfinished"]),
    (MissionQueries.targetText, ["missions_targets"]),
    (MissionQueries.heldTargetsText, ["missions_targets"]),
    (MissionQueries.countsText, ["missions_unfinished"]),
    (MissionQueries.overtakenText, ["missions_overtakable"]),
  ])
  func aClaimScansNoFinishedMission(text: String, indexes: [String]) async throws {
    let garden = try Garden()
    try await garden.mission("m1")
    try await garden.ledger.rebuild()
    let plan = try await garden.plan(of: text)
    for index in indexes { #expect(plan.contains { $0.contains("INDEX \(index)") }, "\(plan)") }
    #expect(
      !plan.contains {
        $0.contains("missions_dispatched") || $0.contains("SCAN missions USING INTEGER")
      })
    #expect(!plan.contains { $0 == "SCAN missions" || $0.contains("TEMP B-TREE") }, "\(plan)")
  }
}

extension MissionQueries {
  /// The mission that the next claim takes.
  fileprivate func next(vp: VPID, now: Instant) throws -> MissionState? {
    try nextClaimable(vp: vp, now: now).flatMap { try mission(at: $0) }
  }
}

extension Garden {
  /// How SQLite would run a statement.
  func plan(of text: String) async throws -> [String] {
    try await ledger.read { reader in
      try reader.query { connection in
        let query = try connection.prepare("EXPLAIN QUERY PLAN " + text)
        var steps: [String] = []
        while try query.step() { steps.append(query.text(at: 3)) }
        return steps
      }
    }
  }
}
