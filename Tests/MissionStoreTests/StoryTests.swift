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
    let story = try Story(seed: seed)
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
    let story = try Story(seed: seed)
    try await story.run(commands: 300)
    let (now, policy) = (story.clock.now.advanced(bySeconds: 30), MissionPolicy())
    for status in EffectiveStatus.allCases {
      var filter = MissionFilter()
      filter.statuses = [status]
      #expect(
        try await story.ids(filter, now)
          == story.expected(now) { mission, effective in
            effective == status || mission.status.rawValue == status.rawValue
          }, "seed \(seed), \(status)")
    }
    var filter = MissionFilter()
    filter.statuses = [.stale]
    #expect(try await !story.ids(filter, now).isEmpty, "seed \(seed)")
    filter = MissionFilter()
    filter.attention = true
    #expect(
      try await story.ids(filter, now)
        == story.expected(now) { mission, effective in
          AttentionReason.of(
            mission, isStale: effective == .stale,
            isCancelOverdue: mission.isCancelOverdue(at: now, policy: policy)) != nil
        }, "seed \(seed)")
  }
}

/// One random history in a ledger of its own.
private struct Story {
  let folder: TemporaryFolder
  let clock = TestClock(start: Garden.start)
  let ledger: ProjectedLog
  private let seed: UInt64

  init(seed: UInt64) throws {
    self.seed = seed
    folder = try TemporaryFolder()
    ledger = try ProjectedLog.open(
      folder.file("vp.db"),
      EventLog.Options(durability: .none, clocks: clock.clocks, randomness: .seeded(seed)),
      projections: MissionProjections.all)
  }

  func run(commands: Int) async throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<commands {
      clock.advance(seconds: Double.random(in: 0...20, using: &random))
      let number = Int.random(in: 0..<25, using: &random)
      let id = MissionID(stored: "vp-mission-\(1_000 + number)")
      let roll = Int.random(in: 0..<16, using: &random)
      let attempt = Int.random(in: 1...2, using: &random)
      let worker = WorkerID(stored: "w\(Int.random(in: 1...2, using: &random))")
      _ = try? await ledger.write { transaction in
        try Self.step(transaction, id, roll, FencingToken(worker: worker, attempt: attempt))
      }
    }
  }

  private static func step(
    _ transaction: ProjectionTransaction, _ id: MissionID, _ roll: Int, _ stranger: FencingToken
  ) throws {
    let stream = StreamName(trusted: "mission/\(id)")
    let state = try transaction.streamID(of: stream).flatMap {
      try transaction.row(MissionProjections.missions, $0)
    }
    let token = roll == 15 ? stranger : state?.lease?.token ?? stranger
    var request = DispatchRequest(vpID: general, objective: "dig \(id)")
    request.maxAttempts = 2
    let command: MissionCommand =
      switch roll {
      case 0, 1: .dispatch(MissionDispatched(missionID: id, request: request), existing: nil)
      case 2, 3: .claim(worker: stranger.worker, host: "host", leaseSeconds: nil)
      case 4: .start(token, workspace: "/tmp/\(id)")
      case 5: .heartbeat(token)
      case 6: .progress(token, ProgressReport(summary: "half", percent: 50))
      case 7: .block(token, question: "which?", options: ["a", "b"])
      case 8: .answer(questionID: nil, answer: "a")
      case 9: .cancel(reason: "enough", force: false)
      case 10: .complete(token, MissionOutcome(message: "done", deliverables: ["a.md"]))
      case 11: .cancelled(token, reason: nil)
      case 12: .requeue(token, reason: "drain", FailureReport(error: "drained"))
      case 13: .acknowledge(note: nil)
      case 14: .escalate(MissionEscalated(summary: "look", whyEscalating: "odd"))
      default: .fail(token, FailureReport(error: "broken"))
      }
    let context = DecisionContext(
      now: transaction.now, ledger: transaction.ledger, bootID: "boot", mono: 1)
    let events: [MissionEvent] =
      switch try decide(state, command, context) {
      case .append(let events): events
      case .refuse(_, let evidence): evidence
      case .unchanged: []
      }
    for event in events {
      try transaction.append(
        NewEvent(type: event.type, payload: event.payload, actor: "test"), to: stream)
    }
  }

  /// The ids that a list shows.
  func ids(_ filter: MissionFilter, _ now: Instant) async throws -> [String] {
    try await ledger.read { reader in
      try reader.listMissions(filter, limit: 1_000, now: now, policy: MissionPolicy())
        .map(\.state.facts.missionID.rawValue)
    }
  }

  /// The ids of all missions of which something holds, by looking at each, newest first.
  func expected(
    _ now: Instant, where holds: @escaping @Sendable (MissionState, EffectiveStatus) -> Bool
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
        return holds(mission, EffectiveStatus(mission, isStale: judgement.isStale))
          ? mission.facts.missionID.rawValue : nil
      }
    }
  }
}
