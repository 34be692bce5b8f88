import EventLog
import EventProjections
import MissionControl
import MissionModel
import MissionTesting
import Platform

/// One simulated world: a machine, a home with real ledgers, the processes that serve it, and all
/// that happens to them.
///
/// One task drives it, one message at a time. Everything in it follows from its plan.
final class World {
  let plan: Plan
  let shelter: Shelter
  let machine = SimulatedMachine()
  let configuration: Configuration
  var queue = MessageQueue<Message>()
  var fleets: [Fleet] = []
  var logs: [String: ProjectedLog] = [:]
  var reconcilers: [ReconcilerRole] = []
  var bridges: [Bridge] = []
  var judges: [String: LedgerJudge] = [:]
  var feedJudge = FeedJudge()
  var workers: [SimulatedWorker]
  /// When each mission was claimed last: by the wall clock, and in true time.
  var claims: [MissionID: (wall: Instant, elapsed: Int64)] = [:]
  /// What each dispatch asked for, so that it can be asked again; and the mission that it made.
  var requests: [Int: DispatchRequest] = [:]
  var missions: [Int: MissionID] = [:]
  /// The last mission of the chain that a dispatch began.
  var chainEnds: [Int: MissionID] = [:]
  var lostReplies = 0
  var lostCalls = 0
  var backups: [Int: [Shelter.File]] = [:]
  /// The sessions that two processes have written under one id.
  var clashing: Set<SessionID> = []
  /// The sessions that a reconciler found lost, and that have not written since.
  var lostSessions: Set<SessionID> = []
  /// The ledgers that were replaced by an older image.
  var restored: Set<String> = []
  /// The sources whose cursors an operator is about to set.
  var cursorsToSet: Set<String> = []
  /// Whether the link by which missions name a folder leads where guarded ones may not work.
  var linkLeadsAstray = false
  /// Whether the faults are over and everything has to come to rest.
  var isHealing = false
  var steps = 0
  var reached: Set<Milestone> = []
  var trace: Trace

  /// Makes the world of a plan, with its home in a shelter.
  init(_ plan: Plan, in shelter: Shelter, records: Bool) throws {
    self.plan = plan
    self.shelter = shelter
    trace = Trace(records: records)
    configuration = Self.configuration(plan)
    workers = plan.workers.enumerated().map { place, kind in
      SimulatedWorker(
        place: place, vp: Names.vp(place == 2 ? 1 : 0), kind: kind, id: Names.worker("w\(place).0"))
    }
    for name in Names.ledgers {
      let configuration = configuration
      judges[name] = LedgerJudge(name: name) {
        configuration.settings(ofVP: $0).maxConcurrent
      }
    }
    openFleets()
    if plan.leadsLink { try layLink() }
  }

  /// Runs the world for so many steps: most of them with faults, then without until it is at rest.
  ///
  /// Throws the promise that it breaks.
  func run(steps limit: Int) async throws {
    for item in plan.items { queue.send(.stimulus(item.stimulus), at: item.time) }
    for place in workers.indices { queue.send(.start(place: place), at: Int64(place) * 700_000) }
    for server in fleets.indices {
      queue.send(.reconcile(server: server, round: 0), at: Int64(server + 1) * 3_300_000)
      queue.send(.carry(server: server, round: 0), at: Int64(server + 1) * 1_100_000)
    }
    while steps < limit * 3 / 4, let entry = queue.next() { try await take(entry) }
    try await heal(atLeast: limit)
    try await noteRoots()
  }

  /// Lets one message arrive.
  func take(_ entry: MessageQueue<Message>.Entry) async throws {
    machine.elapsed = max(machine.elapsed, entry.time)
    switch entry.message {
    case .stimulus(let stimulus):
      // Nothing more comes from outside once everything is to come to rest.
      guard !isHealing else { return }
      note("\(stimulus)")
      try await meet(stimulus, tries: 0)
    case .again(let stimulus, let tries):
      note("again \(stimulus)")
      try await meet(stimulus, tries: tries)
    case .worker(let place, let incarnation, let timer):
      guard workers[place].isAlive, workers[place].incarnation == incarnation else { return }
      if let until = workers[place].stoppedUntil {
        return queue.send(entry.message, at: max(until, machine.elapsed + 1))
      }
      let before = trace.digest
      try await step(place, timer)
      // A clock that ticked and had nothing to say is no step.
      if timer.isTick, trace.digest == before { return }
    case .start(let place): startWorker(place)
    case .resume(let place, let incarnation):
      if workers[place].incarnation == incarnation { resumeWorker(place) }
    case .resumeVP(let vp): try await resume(vp)
    case .freeDisk(let ledger): try await freeDisk(ledger)
    case .reconcile(let server, let round): try await reconcile(server, round: round)
    case .carryOut(let server, let opened, let report):
      try await carryOut(report, by: server, opened: opened)
    case .carry(let server, let round): try await carry(server, round: round)
    case .commit(let server, let opened, let batch):
      try await commit(batch, by: server, opened: opened)
    case .setCursor(let source): try await setCursor(source)
    case .apply(let plan): try await apply(plan)
    case .giveRoom: giveRoom()
    case .answer(let mission, let question, let tries):
      try await answer(mission, question, tries: tries)
    }
    steps += 1
  }

  // MARK: Calls

  /// Calls the fleet in one of the processes that serve it, and has the judges look at what that
  /// did.
  func call<Value>(
    from caller: Int, touching ledgers: [String], _ body: (Fleet) async throws -> Value
  ) async throws -> Value {
    if lostCalls > 0 {
      lostCalls -= 1
      throw MissionError(.unavailable, "the call was lost")
    }
    let result: Result<Value, any Error>
    do {
      result = .success(try await body(fleets[caller % fleets.count]))
    } catch {
      result = .failure(error)
    }
    for ledger in ledgers { try await observe(ledger) }
    switch result {
    case .success(let value):
      guard lostReplies > 0 else { return value }
      lostReplies -= 1
      reached.insert(.replyLost)
      throw MissionError(.unavailable, "the reply was lost")
    case .failure(let error):
      guard let error = error as? MissionError, error.code != .internalError else {
        throw Violation("A failure is one of the contract's", "\(error)")
      }
      if error.code == .ledgerFull {
        reached.insert(machine.lacksRoomSince == nil ? .diskFull : .roomRefused)
      }
      if error.code == .unavailable { reached.insert(.diskFailed) }
      throw error
    }
  }

  /// Has a ledger's judge look at what is new in it, and tells those whom it concerns.
  func observe(_ ledger: String) async throws {
    let head = judges[ledger]?.head ?? 0
    let events = try await read(ledger) { try $0.events(after: head) }
    guard !events.isEmpty, let changes = try judges[ledger]?.take(events) else { return }
    for event in events {
      if ledger == Names.runtime { try feedJudge.take(event, judges) }
      trace.note(event)
    }
    for change in changes { try hear(change, in: ledger) }
  }

  /// Reads a ledger's log as another process would.
  func read<Value: Sendable>(
    _ ledger: String, _ body: @Sendable (LogReader) throws -> Value
  ) async throws -> Value {
    for _ in 0..<3 {
      let log: ProjectedLog
      if let known = logs[ledger] { log = known } else { log = try await fleets[0].log(ledger) }
      logs[ledger] = log
      do {
        return try log.log.readBlocking(body)
      } catch let error as LogError where error.code == .closed || error.code == .io {
        logs[ledger] = nil
      }
    }
    throw Violation("A ledger whose disk works again can be read", ledger)
  }

  /// Notes a line of the trace, under the time.
  func note(_ line: @autoclosure () -> String, at place: Int = #line, _ column: Int = #column) {
    trace.note(place &* 1_000 &+ column, at: machine.elapsed, line)
  }

  /// Sends a message that arrives after a time in microseconds.
  func send(_ message: Message, in delay: Int64) {
    queue.send(message, at: machine.elapsed + max(0, delay))
  }

  // MARK: Making

  /// Opens the fleet anew in each process that serves it.
  func openFleets() {
    logs = [:]
    opened += 1
    fleets = (0..<plan.servers).map { server in
      Fleet(
        home: Home(path: shelter.home, origin: "a simulation"), configuration: configuration,
        surroundings: Surroundings(
          clocks: machine.clocks, randomness: .seeded(nextSeed() &+ UInt64(server)),
          host: machine.host, processes: machine.processes, freeBytes: machine.freeBytes,
          durability: EventLog.Options.Durability.none))
    }
    // A process that serves a fleet opens its ledgers for writing before it does anything else.
    for fleet in fleets {
      for name in Names.ledgers { _ = try? fleet.writableLogBlocking(named: name) }
    }
    startReconcilers()
    startBridges()
  }

  /// A seed for the randomness of one process.
  private func nextSeed() -> UInt64 { plan.seed &* 1_000_003 &+ UInt64(opened) &* 7_919 }

  /// How often the processes that serve the fleet were started.
  private(set) var opened = 0

  private static func configuration(_ plan: Plan) -> Configuration {
    var configuration = Configuration()
    configuration.leaseTTL = 30
    configuration.heartbeatInterval = 10
    configuration.cancelGrace = 20
    configuration.staleSessionSeconds = 120
    configuration.staleMissionSeconds = 90
    configuration.noProgressTimeout = 45
    configuration.drainTimeout = 20
    configuration.reconcileInterval = 20
    configuration.reconcilePolicy = plan.requeues ? .requeue : .fail
    configuration.minFreeBytes = SimulatedMachine.leastRoom
    for index in configuration.vps.indices where configuration.vps[index].lane == "vp" {
      configuration.vps[index].maxConcurrent = plan.concurrency
    }
    for index in configuration.lanes.indices where configuration.lanes[index].guarded {
      configuration.lanes[index].blockedRoots = blockedRoots
    }
    return configuration
  }
}
