import EventProjections
import Platform
import Testing

@testable import MissionModel
@testable import MissionStore

@Suite struct ListTests {
  /// Missions m1 to m8, a second apart, of all kinds.
  private func garden() async throws -> Garden {
    let garden = try Garden()
    try await garden.mission("m1", objective: "Dig a HOLE", asking: { $0.sourceSessionID = "s1" })
    try await garden.mission("m2", vp: "vp.other", being: { $0.status = .running })
    try await garden.mission(
      "m3", asking: { $0.sourceSessionID = "s1" },
      being: { state in
        state.status = .failed
        state.failureMode = .zeroOutput
      })
    try await garden.mission(
      "m4",
      being: { state in
        state.status = .running
        state.cancel = CancelRequest(reason: nil, by: "a", at: Garden.start, position: 1)
        state.lease = Lease(
          token: FencingToken(worker: WorkerID(stored: "w"), attempt: 1),
          expiresAt: Garden.start.advanced(bySeconds: 1_000), length: Millionths(120), bootID: nil,
          mono: nil, position: 1)
      })
    try await garden.mission("m5", being: { $0.status = .completed })
    try await garden.mission(
      "m6", objective: String(repeating: "x", count: 300) + " Needle",
      settling: { origin in
        origin.retryOf = MissionID(stored: "m3")
        origin.chainID = MissionID(stored: "m3")
        origin.chainLength = 2
      })
    try await garden.mission("m7", being: { $0.status = .cancelled })
    try await garden.mission(
      "m8",
      being: { state in
        state.status = .failed
        state.acknowledged = true
      })
    return garden
  }

  private func ids(_ garden: Garden, _ filter: MissionFilter) async throws -> [String] {
    try await garden.list(filter).map(\.state.facts.missionID.rawValue)
  }

  @Test func everyFilterLetsItsOwnMissionsThrough() async throws {
    let garden = try await garden()
    let cases: [(String, [String], (inout MissionFilter) -> Void)] = [
      ("all", ["m8", "m7", "m6", "m5", "m4", "m3", "m2", "m1"], { _ in }),
      ("oldest", ["m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8"], { $0.order = .oldest }),
      ("updated", ["m8", "m7", "m6", "m5", "m4", "m3", "m2", "m1"], { $0.order = .updated }),
      ("vp", ["m2"], { $0.vp = VPID(stored: "vp.other") }),
      ("queued", ["m6", "m1"], { $0.statuses = [.queued] }),
      ("running", ["m4", "m2"], { $0.statuses = [.running] }),
      ("cancelling", ["m4"], { $0.statuses = [.cancelling] }),
      ("failed", ["m8", "m3"], { $0.statuses = [.failed] }),
      ("failed or queued", ["m8", "m6", "m3", "m1"], { $0.statuses = [.failed, .queued] }),
      ("failure mode", ["m3"], { $0.failureMode = .zeroOutput }),
      ("source", ["m3", "m1"], { $0.sourceSessionID = "s1" }),
      ("chain", ["m6", "m3"], { $0.chainID = MissionID(stored: "m3") }),
      ("since", ["m8", "m7"], { $0.since = Garden.start.advanced(bySeconds: 7) }),
      ("until", ["m2", "m1"], { $0.until = Garden.start.advanced(bySeconds: 2) }),
      ("grep", ["m1"], { $0.grep = "hole" }),
      ("grep far into the objective", ["m6"], { $0.grep = "NEEDLE" }),
      (
        "several",
        ["m3"],
        { filter in
          filter.vp = general
          filter.statuses = [.failed, .completed]
          filter.sourceSessionID = "s1"
        }
      ),
    ]
    for (name, expected, change) in cases {
      var filter = MissionFilter()
      change(&filter)
      #expect(try await ids(garden, filter) == expected, "\(name)")
    }
  }

  @Test func listsAreTheSameAfterARebuild() async throws {
    let garden = try await garden()
    let before = try await ids(garden, MissionFilter())
    try await garden.ledger.rebuild()
    #expect(try await ids(garden, MissionFilter()) == before)
    let held = try await garden.ask { try $0.held().map(\.facts.missionID.rawValue) }
    #expect(held == ["m2", "m4"])
  }

  @Test func pagesJoinToTheWholeList() async throws {
    let garden = try await garden()
    for order in MissionFilter.Order.allCases {
      var filter = MissionFilter()
      filter.order = order
      let whole = try await ids(garden, filter)
      var pages: [String] = []
      var place: ListPlace?
      while pages.count < whole.count {
        let page = try await garden.list(filter, after: place, limit: 3)
        pages += page.map(\.state.facts.missionID.rawValue)
        place = page.last?.place
        if page.isEmpty { break }
      }
      #expect(pages == whole, "\(order)")
    }
  }

  @Test func whatSourceSessionsDispatchedSinceAPositionIsTold() async throws {
    let garden = try await garden()
    let all = try await dispatches(garden, after: 0)
    #expect(all.contains { $0.sourceSessionID == "s1" && $0.objectiveHead == "Dig a HOLE" })
    let first = try #require(all.first)
    #expect(try await dispatches(garden, after: first.id) == Array(all.dropFirst()))
    #expect(try await dispatches(garden, after: .max - 1).isEmpty)
  }

  @Test func theLastDispatchByATimeIsFound() async throws {
    let garden = try await garden()
    let all = try await dispatches(garden, after: 0)
    let last = try #require(all.last)
    let found = try await garden.ask { queries in
      try [last.at, Instant(microseconds: 0)].map { try queries.lastDispatch(atOrBefore: $0) }
    }
    #expect(try #require(found[0]) >= last.id)
    #expect(found[1] == nil)
  }

  private func dispatches(
    _ garden: Garden, after position: Int64
  ) async throws -> [SessionDispatch] {
    try await garden.ask { queries in
      var found: [SessionDispatch] = []
      try queries.sessionDispatches(after: position, through: .max) { found.append($0) }
      return found
    }
  }

  @Test func aKeyAndAChainFindTheirMissions() async throws {
    let garden = try await garden()
    let id = try await garden.mission(
      "keyed", asking: { $0.idempotencyKey = "k" },
      being: { state in
        var facts = state.facts
        facts.isImported = true
        state = MissionState(
          facts: facts, status: .queued, basis: .reported, updatedAt: nil, version: 1,
          position: state.position)
      })
    try await garden.mission("dispatched", asking: { $0.idempotencyKey = "k2" })
    let found = try await garden.ask { queries in
      try ["vp.general.primary", "vp.other"].map { vp in
        try queries.importedMission(vp: VPID(stored: vp), key: "k")?.facts.dispatchPosition
      }
    }
    #expect(found == [id, nil])
    let dispatched = try await garden.ask { try $0.importedMission(vp: general, key: "k2") }
    #expect(dispatched == nil)
  }

  @Test func anIdIsFoundByItsBeginningOrItsEnd() async throws {
    let garden = try Garden()
    for id in ["vp-mission-abcd1111", "vp-mission-abcd2222", "vp-mission-ffff1111", "old.7"] {
      try await garden.mission(id)
    }
    let cases: [(String, [String])] = [
      ("vp-mission-abcd1111", ["vp-mission-abcd1111"]), ("old.7", ["old.7"]),
      ("abcd", ["vp-mission-abcd1111", "vp-mission-abcd2222"]),
      ("vp-mission-abcd2", ["vp-mission-abcd2222"]),
      ("1111", ["vp-mission-abcd1111", "vp-mission-ffff1111"]), ("f1111", ["vp-mission-ffff1111"]),
      ("abc", []), ("vp-mission-abc", []), ("zzzz", []), ("%%%%", []),
    ]
    for (text, expected) in cases {
      let found = try await garden.ledger.read { try $0.log.missionIDs(matching: text) }
      #expect(found.map(\.rawValue) == expected, "\(text)")
    }
  }

  @Test func listsOfWhatIsRareWalkAnIndexOfIt() async throws {
    let garden = try Garden()
    try await garden.mission("m1")
    try await garden.ledger.rebuild()
    let cases: [(String, (inout MissionFilter) -> Void)] = [
      ("missions_unfinished", { $0.statuses = [.stale] }),
      (
        "missions_unfinished",
        { filter in
          filter.statuses = [.running]
          filter.since = Garden.start
          filter.vp = general
        }
      ),
      ("missions_ended", { $0.statuses = [.cancelled] }),
      (
        "missions_ended",
        { filter in
          filter.statuses = [.failed]
          filter.since = Garden.start
          filter.vp = general
        }
      ),
      ("missions_ended", { $0.failureMode = .timeout }),
      ("missions_of_vp", { $0.vp = general }),
      ("missions_dispatched", { _ in }),
      ("missions_of_source", { $0.sourceSessionID = "s" }),
      ("missions_retries", { $0.chainID = MissionID(stored: "c") }),
      ("missions_attention", { $0.attention = true }),
    ]
    for (index, change) in cases {
      var filter = MissionFilter()
      change(&filter)
      let plan = try await garden.plan(of: MissionListQuery(filter, after: nil).sql.text)
      #expect(plan.contains { $0.contains("INDEX \(index)") }, "\(plan)")
      #expect(!plan.contains("SCAN missions"), "\(plan)")
    }
  }
}
