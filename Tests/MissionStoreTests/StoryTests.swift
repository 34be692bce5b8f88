import EventLog
import EventProjections
import MissionStore
import MissionTesting
import Platform
import Testing

@testable import MissionModel

/// Random histories, decided by the real rules and folded by the real reducers.
@Suite struct StoryTests {
  @Test(arguments: [UInt64(1), 2, 3])
  func rowsAreTheFoldOfTheirEventsWhateverHappened(seed: UInt64) async throws {
    let story = try RandomStory(seed: seed)
    try await story.run(commands: 400)
    let ledger = story.ledger
    let live = try await ledger.status()
    #expect(live.allSatisfy { $0.parked.isEmpty }, "seed \(seed)")
    #expect(try await ledger.check().allSatisfy(\.isSound), "seed \(seed)")
    try await ledger.read { reader in
      for stream in try reader.log.streams(beginningWith: "mission/") {
        let events = try reader.log.events(of: stream)
        let folded = try events.reduce(nil as MissionState?) { try MissionState.evolve($0, $1) }
        let row = try reader.row(MissionProjections.missions, events[0].position)
        #expect(row == folded, "seed \(seed), \(stream)")
      }
    }
    try await ledger.rebuild()
    #expect(try await ledger.status().map(\.digest) == live.map(\.digest), "seed \(seed)")
  }

  @Test(arguments: [UInt64(11), 12])
  func listsLetThroughWhatTheRulesSayOfEveryMission(seed: UInt64) async throws {
    let story = try RandomStory(seed: seed)
    try await story.run(commands: 300)
    let (now, policy) = (story.clock.now.advanced(bySeconds: 30), MissionPolicy())
    for status in EffectiveStatus.allCases {
      var filter = MissionFilter()
      filter.statuses = [status]
      #expect(
        try await story.ids(filter, now)
          == story.expected(now) { mission, judgement in
            EffectiveStatus(mission, isStale: judgement.isStale) == status
              || mission.status.rawValue == status.rawValue
          }, "seed \(seed), \(status)")
    }
    var filter = MissionFilter()
    filter.statuses = [.stale]
    #expect(try await !story.ids(filter, now).isEmpty, "seed \(seed)")
    filter = MissionFilter()
    filter.attention = true
    #expect(
      try await story.ids(filter, now)
        == story.expected(now) { mission, judgement in
          AttentionReason.of(
            mission, stale: judgement.reason,
            overdueSince: mission.cancelOverdueSince(at: now, policy: policy)) != nil
        }, "seed \(seed)")
  }
}

extension RandomStory {
  /// The ids that a list shows.
  fileprivate func ids(_ filter: MissionFilter, _ now: Instant) async throws -> [String] {
    try await ledger.read { reader in
      try reader.listMissions(filter, limit: 1_000, now: now, policy: MissionPolicy())
        .map(\.state.facts.missionID.rawValue)
    }
  }

  /// The ids of all missions of which something holds, by looking at each, newest first.
  fileprivate func expected(
    _ now: Instant, where holds: @escaping @Sendable (MissionState, StaleRule.Judgement) -> Bool
  ) async throws -> [String] {
    try await ledger.read { reader in
      try reader.log.streams(beginningWith: "mission/").reversed().compactMap { stream in
        let events = try reader.log.events(of: stream)
        guard
          let mission = try events.reduce(
            nil as MissionState?, { try MissionState.evolve($0, $1) })
        else { return nil }
        let session = try mission.workerID.flatMap { worker in
          try reader.missions { try $0.session(SessionID(vp: general, worker: worker)) }
        }
        let judgement = StaleRule.judge(
          mission, session: session, now: now, policy: MissionPolicy())
        return holds(mission, judgement)
          ? mission.facts.missionID.rawValue : nil
      }
    }
  }
}
