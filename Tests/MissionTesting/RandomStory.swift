import EventLog
package import EventProjections
import MissionModel
import MissionStore
package import Platform

/// One random history in a ledger of its own: the same events for the same seed, decided by the
/// real rules and folded by the real reducers.
package struct RandomStory: Sendable {
  package let folder: TemporaryFolder
  package let clock: TestClock
  package let ledger: ProjectedLog
  private let seed: UInt64

  /// Makes an empty ledger for the history of a seed; `projections` fold it as it is lived.
  package init(
    seed: UInt64, start: Instant = Instant(microseconds: 1_767_225_600_000_000),
    projections: ProjectionSet = LedgerModel.current.missions
  ) throws {
    self.seed = seed
    folder = try TemporaryFolder()
    clock = TestClock(start: start)
    ledger = try ProjectedLog.open(
      folder.file("vp.db"),
      EventLog.Options(durability: .none, clocks: clock.clocks, randomness: .seeded(seed)),
      projections: projections)
  }

  /// Lives through so many commands, most of which change something; `after` is told of each.
  package func run(commands: Int, after: () async throws -> Void = {}) async throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<commands {
      clock.advance(seconds: Double.random(in: 0...20, using: &random))
      let number = Int.random(in: 0..<25, using: &random)
      let id = try Self.known(MissionID("vp-mission-\(1_000 + number)"))
      let roll = Int.random(in: 0..<16, using: &random)
      let attempt = Int.random(in: 1...2, using: &random)
      let worker = WorkerID.named("w\(Int.random(in: 1...2, using: &random))")
      _ = try? await ledger.write { transaction in
        try Self.step(transaction, id, roll, FencingToken(worker: worker, attempt: attempt))
      }
      try await after()
    }
  }

  private static func step(
    _ transaction: ProjectionTransaction, _ id: MissionID, _ roll: Int, _ stranger: FencingToken
  ) throws {
    let stream = try StreamName("mission/\(id)")
    let state = try transaction.streamID(of: stream).flatMap {
      try transaction.row(MissionProjections.missions, $0)
    }
    let token = roll == 15 ? stranger : state?.lease?.token ?? stranger
    var request = DispatchRequest(vpID: .general, objective: "dig \(id)")
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

  private static func known<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw MissionError.validation("a name that is none") }
    return value
  }
}
