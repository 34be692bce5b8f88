import Foundation
import MissionControl
import MissionModel
import MissionTesting
import Platform

/// Workers that are killed, stopped beyond their leases and set to other times, over two lanes.
///
/// A mission has at most one live claim, a stale token changes nothing, every mission ends once,
/// and what a worker was told of its finish stays so.
struct ClaimStorm {
  private static let vps: [VPID] = [.general, .coder]
  /// How far off a worker's wall clock may be, in seconds: ten years either way.
  private static let offsets: [Double] = [
    -315_360_000, -86_400, -2, 0, 0, 0, 0, 2, 86_400, 315_360_000,
  ]
  /// How long everything may take to come to rest once the faults are over.
  private static let patience = 240.0

  private let arguments: Arguments
  private let stage: Stage

  init(_ arguments: Arguments) throws {
    self.arguments = arguments
    var stage = try Stage(arguments)
    stage.configuration.leaseTTL = 1
    stage.configuration.staleMissionSeconds = 2
    stage.configuration.cancelGrace = 1
    stage.configuration.busyTimeout = 30
    self.stage = stage
  }

  // MARK: The one that watches

  /// Has the storm rage until every mission has ended, and says how it was.
  func run() async throws -> String {
    let fleet = stage.fleet()
    defer { fleet.close() }
    _ = try await fleet.initialize()
    var crew = try Crew(arguments, home: stage.path)
    let missions = try await dispatch(on: fleet, &crew)
    crew.calm()
    try await comeToRest(fleet)
    let said = crew.dismiss()
    try await check(said, on: fleet)
    let events = try await stage.checkLedgers()
    return "\(missions.count) missions by \(arguments.processes) workers, \(crew.kills) kills, "
      + "\(crew.stops) stops, \(events) events"
  }

  /// Dispatches the missions while the storm rages; some are cancelled at once or later.
  private func dispatch(on fleet: Fleet, _ crew: inout Crew) async throws -> [MissionID] {
    var chance = SeededGenerator(seed: arguments.seed)
    var missions: [MissionID] = []
    while missions.count < arguments.amount {
      for _ in 0..<4 {
        var request = DispatchRequest(
          vpID: Self.vps[missions.count % 2], objective: "mission \(missions.count)")
        request.maxAttempts = 10
        request.sourceSessionID = "storm"
        missions.append(
          try await fleet.dispatch(request, .orchestrator(session: "storm")).mission.state.facts
            .missionID)
      }
      if Int.random(in: 0..<10, using: &chance) == 0,
        let id = missions.randomElement(using: &chance)
      {
        do {
          _ = try await fleet.cancel(id, .orchestrator(session: "storm"))
        } catch let error as MissionError where error.code == .missionTerminal {}
      }
      try crew.strike()
      try await Task.sleep(for: .milliseconds(Int.random(in: 1...30, using: &chance)))
    }
    return missions
  }

  private func comeToRest(_ fleet: Fleet) async throws {
    let end = Date().addingTimeInterval(Self.patience)
    while true {
      let vps = try await fleet.vps().vps
      let open = vps.reduce(0) { $0 + $1.queued + $1.running + $1.blocked }
      if open == 0 { return }
      if Date() > end { throw Broken("\(open) missions have not ended") }
      try await Task.sleep(for: .milliseconds(100))
    }
  }

  /// Holds what workers were told against how the missions ended.
  private func check(_ said: [String], on fleet: Fleet) async throws {
    var told = 0
    for line in said {
      let words = line.split(separator: " ")
      guard words.count == 3, words[0] == "ended", let id = MissionID(String(words[1])) else {
        throw Broken(line)
      }
      told += 1
      let status = try await fleet.get(id, GetRequest()).mission.state.status
      guard status.rawValue == words[2] else {
        throw Broken("a worker was told that \(id) is \(words[2]), and it is \(status.rawValue)")
      }
    }
    guard told > 0 else { throw Broken("no worker has ended a mission") }
  }

  // MARK: A worker

  /// Claims missions and works on them until it is killed, beside a reconciler.
  func work(as name: String) async throws {
    guard let id = WorkerID(name) else { return }
    let drift = Drift()
    let fleet = stage.fleet(drift)
    _ = try await ReconcileLoop.start(
      ReconcilerRole(fleet, by: "worker:\(name)", everySeconds: 0.5), everySeconds: 0.5)
    var worker = StormWorker(
      fleet: fleet, id: id, drift: drift, chance: SeededGenerator(seed: arguments.seed))
    while true {
      worker.setClock(Self.offsets)
      try await worker.step(Self.vps)
    }
  }
}

/// A worker in a storm: what it is told of its finishes, it says to the one that watches.
private struct StormWorker {
  let fleet: Fleet
  let id: WorkerID
  let drift: Drift
  var chance: SeededGenerator
  private var call: CallContext { .worker(id.rawValue) }

  /// Sets the wall clock to another time, now and then.
  mutating func setClock(_ offsets: [Double]) {
    guard Int.random(in: 0..<5, using: &chance) == 0 else { return }
    drift.seconds = offsets.randomElement(using: &chance) ?? 0
  }

  /// Claims a mission and works on it.
  mutating func step(_ vps: [VPID]) async throws {
    guard let vp = vps.randomElement(using: &chance) else { return }
    let request = ClaimRequest(
      vp: vp, worker: id, waitSeconds: 0.2, process: WorkerProcess(of: .system))
    do {
      guard let view = try await fleet.claim(request, call) else { return }
      try await work(on: view)
    } catch let error as MissionError {
      try await meet(error)
    } catch {
      Hand.tell("raw \(error)")
    }
  }

  /// Says what there is to say of a mission, its end in any case: a refused finish is evidence too.
  private mutating func work(on view: MissionView) async throws {
    let token = FencingToken(worker: id, attempt: view.state.attempt)
    var reports: [WorkerReport] = [.started(workspace: nil)]
    for step in 0..<Int.random(in: 0...3, using: &chance) {
      reports.append(
        step % 2 == 0 ? .heartbeat : .progress(ProgressReport(summary: "at \(step)")))
    }
    for report in reports {
      try await Task.sleep(for: .milliseconds(Int.random(in: 0...15, using: &chance)))
      do {
        _ = try await fleet.report(report, on: view.state.facts.missionID, as: token, call)
      } catch let error as MissionError {
        try await meet(error)
      }
    }
    let end: WorkerReport =
      Int.random(in: 0..<8, using: &chance) == 0
      ? .failed(FailureReport(error: "it did not work"))
      : .completed(MissionOutcome(message: "done"))
    while true {
      do {
        let state = try await fleet.report(end, on: view.state.facts.missionID, as: token, call)
          .state
        return Hand.tell("ended \(view.state.facts.missionID) \(state.status.rawValue)")
      } catch let error as MissionError {
        try await meet(error)
        guard error.retryable else { return }
      }
    }
  }

  /// Waits where it is worth to try again; what is none of a worker's refusals is told.
  private func meet(_ error: MissionError) async throws {
    switch error.code {
    case .leaseLost, .missionTerminal, .invalidTransition: return
    case .vpDBLocked, .unavailable: try await Task.sleep(for: .milliseconds(50))
    default: Hand.tell("unexpected \(error.code) \(error.message)")
    }
  }
}
