import MissionControl
import MissionModel
import MissionWorker
import Platform

/// The worker's process: it registers, claims, and ends.
extension World {
  static let second: Int64 = 1_000_000

  /// The call of a worker, by its own process.
  func workerCall<Value>(
    _ place: Int, _ body: (Fleet, CallContext) async throws -> Value
  ) async throws -> Value {
    let worker = workers[place]
    return try await call(from: place, touching: [Names.ledger(of: worker.vp)]) {
      try await body($0, .worker(worker.id.rawValue))
    }
  }

  /// Starts a worker's process, unless it has one.
  func startWorker(_ place: Int) {
    guard !workers[place].isAlive else { return }
    if workers[place].incarnation > 0, !plan.reusesWorkerIDs, place < plan.workers.count {
      workers[place].id = Names.worker("w\(place).\(workers[place].incarnation)")
    }
    workers[place].incarnation += 1
    workers[place].isAlive = true
    workers[place].isDraining = false
    workers[place].run = nil
    workers[place].stoppedUntil = nil
    // What runs in another namespace or on another machine is in no table that is seen here.
    let process = machine.spawn()
    if workers[place].kind != .here { machine.end(process) }
    workers[place].process = process
    note("worker \(workers[place].id) starts")
    set(place, .register, in: 0)
    set(place, .idleHeartbeat, in: 60 * Self.second)
  }

  /// Ends a worker's process at once: its command dies with it.
  func endWorker(_ place: Int) {
    if let process = workers[place].process { machine.end(process) }
    workers[place].isAlive = false
    workers[place].process = nil
    workers[place].run = nil
  }

  /// Sets a timer of a worker's process.
  func set(_ place: Int, _ timer: WorkerTimer, in delay: Int64) {
    send(.worker(place: place, incarnation: workers[place].incarnation, timer), in: delay)
  }

  /// Takes the step of a worker's process that a timer asks for.
  func step(_ place: Int, _ timer: WorkerTimer) async throws {
    switch timer {
    case .register: try await register(place)
    case .claim: try await claim(place)
    case .idleHeartbeat: try await beatIdly(place)
    case .drainIsOver:
      try await apply(.shutdown, place)
    case .heartbeat(let run), .tick(let run), .act(let run), .childEnded(let run, _),
      .sayAgain(let run), .look(let run):
      guard workers[place].run?.number == run else { return }
      try await step(place, run, timer)
    }
  }

  private func register(_ place: Int) async throws {
    let worker = workers[place]
    guard let process = worker.evidence(on: machine) else { return set(place, .claim, in: 0) }
    do {
      try await workerCall(place) {
        try await $0.reportSession(.registered(process), of: worker.session, $1)
      }
      note("\(worker.id) registered")
      set(place, .claim, in: 0)
    } catch let error as MissionError {
      note("\(worker.id) can't register: \(error.code)")
      set(place, .register, in: Self.second)
    }
  }

  private func claim(_ place: Int) async throws {
    let worker = workers[place]
    guard worker.run == nil, !worker.isDraining else { return }
    let request = ClaimRequest(
      vp: worker.vp, worker: worker.id, process: worker.evidence(on: machine))
    do {
      guard let view = try await workerCall(place, { try await $0.claim(request, $1) }) else {
        return set(place, .claim, in: (isHealing ? 17 : 7) * Self.second)
      }
      note("\(worker.id) claimed \(view.state.facts.missionID)")
      try judges[view.lane]?.check(view.state)
      try await begin(place, view)
    } catch let error as MissionError {
      note("\(worker.id) can't claim: \(error.code)")
      if error.retryable { return set(place, .claim, in: Self.second) }
      try await leave(place, comesAgainIn: 5 * Self.second)
    }
  }

  private func beatIdly(_ place: Int) async throws {
    set(place, .idleHeartbeat, in: 60 * Self.second)
    let worker = workers[place]
    guard worker.run == nil, worker.kind != .unseen else { return }
    do {
      try await workerCall(place) {
        try await $0.reportSession(.heartbeat, of: worker.session, $1)
      }
      note("\(worker.id) idles")
    } catch let error as MissionError {
      note("\(worker.id) can't say that it idles: \(error.code)")
    }
  }

  /// Has a worker take no new mission, and end once it has none.
  func drain(_ place: Int) async throws {
    guard workers[place].isAlive, !workers[place].isDraining else { return }
    workers[place].isDraining = true
    if workers[place].run == nil { return try await leave(place, comesAgainIn: 3 * Self.second) }
    set(place, .drainIsOver, in: Instant.microseconds(inSeconds: configuration.drainTimeout))
  }

  /// Ends a worker's process in order.
  func leave(_ place: Int, comesAgainIn delay: Int64) async throws {
    let worker = workers[place]
    if worker.kind != .unseen {
      do {
        try await workerCall(place) { try await $0.reportSession(.retired, of: worker.session, $1) }
        note("\(worker.id) retired")
      } catch let error as MissionError {
        note("\(worker.id) can't retire: \(error.code)")
      }
    }
    endWorker(place)
    if place < plan.workers.count { send(.start(place: place), in: delay) }
  }
}
