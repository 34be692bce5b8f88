import MissionControl
import MissionModel
import MissionWorker
import Platform

/// One attempt at one mission: what its heartbeat, its clock, its command and the fleet have to
/// say, one at a time.
extension World {
  /// How often a run's clock is stepped; a longer gap would count as a standstill of the worker.
  private static let tick: Int64 = 4_000_000

  /// Begins the attempt that a worker has claimed.
  func begin(_ place: Int, _ view: MissionView) async throws {
    let facts = view.state.facts
    workers[place].runs += 1
    let policy = RunPolicy(
      budget: view.request?.budget ?? .unlimited,
      silenceSeconds: configuration.noProgressTimeout, deadline: facts.deadline,
      stopGraceSeconds: 5)
    let job = Names.job(of: facts.objectiveHead)
    let time = FleetTime(from: view.judgedAt, machine.clocks)
    var run = SimulatedRun(
      number: workers[place].runs, mission: facts.missionID,
      token: FencingToken(worker: workers[place].id, attempt: view.state.attempt),
      hasAttemptsLeft: view.state.attempt < facts.maxAttempts,
      job: Job(seed: plan.seed, job: job, attempt: view.state.attempt + 10 * facts.chainLength),
      time: time, clock: RunClock(policy: policy, now: time.now), view: view,
      heardAt: machine.elapsed)
    run.breach = try breach(of: view, place)
    if run.breach != nil { (run.words, run.hasEnded) = ([], true) }
    workers[place].run = run
    set(
      place, .heartbeat(run: run.number),
      in: Instant.microseconds(inSeconds: configuration.heartbeatSeconds))
    set(place, .tick(run: run.number), in: Self.tick)
    try await speak(place)
  }

  /// Takes the step of a run that a timer asks for.
  func step(_ place: Int, _ run: Int, _ timer: WorkerTimer) async throws {
    switch timer {
    case .heartbeat: try await beat(place, run)
    case .tick:
      set(place, .tick(run: run), in: Self.tick)
      try await apply(.tick, place)
    case .act: try await act(place)
    case .childEnded(_, let signal):
      guard workers[place].run?.hasEnded == false else { return }
      note("\(workers[place].id): its command ended by signal \(signal)")
      workers[place].run?.hasEnded = true
      workers[place].run?.termination = .signaled(signal)
      try await speak(place)
    case .sayAgain:
      workers[place].run?.isWaiting = false
      try await speak(place)
    case .look: try await look(place)
    default: break
    }
  }

  private func beat(_ place: Int, _ number: Int) async throws {
    guard let run = workers[place].run else { return }
    var pause = Instant.microseconds(inSeconds: configuration.heartbeatSeconds)
    do {
      let view = try await workerCall(place) {
        try $0.reportBlocking(.heartbeat, on: run.mission, as: run.token, $1)
      }
      note("\(workers[place].id) beats")
      workers[place].run?.heardAt = machine.elapsed
      try await observe(view, place)
    } catch let error as MissionError {
      note("\(workers[place].id) can't beat: \(error.code)")
      if error.mayPass { pause = Self.second } else { try await refuse(error, place) }
    }
    set(place, .heartbeat(run: number), in: pause)
  }

  /// Looks at the mission after something happened to it.
  private func look(_ place: Int) async throws {
    guard let run = workers[place].run else { return }
    do {
      let view = try await workerCall(place) { fleet, _ in
        try await fleet.nextChange(
          of: run.mission, after: run.view.state.version, timeoutSeconds: 0)
      }
      note("\(workers[place].id) sees \(view.state.status) at version \(view.state.version)")
      try await observe(view, place)
    } catch let error as MissionError {
      note("\(workers[place].id) sees nothing: \(error.code)")
      set(place, .look(run: run.number), in: Self.second)
    }
  }

  // MARK: The command

  private func act(_ place: Int) async throws {
    guard let run = workers[place].run, run.isRunning, !run.hasEnded,
      run.nextAct < run.job.acts.count
    else { return }
    let act = run.job.acts[run.nextAct].act
    let place = place
    workers[place].run?.nextAct += 1
    note("the command of \(workers[place].id): \(act)")
    if case .exit(let code) = act {
      workers[place].run?.hasEnded = true
      workers[place].run?.termination = .exited(code)
      return try await speak(place)
    }
    workers[place].run?.wroteOutput = true
    try await apply(.output, place)
    // Once it is asked to end, what it says is not heard.
    guard workers[place].run?.clock.stop == nil else { return }
    switch act {
    case .write, .exit: break
    case .progress(_, let calls):
      try await apply(.used(Usage(llmCalls: Int64(calls * run.nextAct))), place)
    case .ask: try await apply(.blocked, place)
    case .fallBack: break
    case .makeFile: workers[place].run?.hasArtifacts = true
    }
    if act != .write { workers[place].run?.words.append(.act(run.nextAct)) }
    if act != .ask { setNextAct(place) }
    try await speak(place)
  }

  private func setNextAct(_ place: Int) {
    guard let run = workers[place].run, run.nextAct < run.job.acts.count else { return }
    set(place, .act(run: run.number), in: run.job.acts[run.nextAct].pause)
  }

  /// Steps the run's clock and does what it says with the command.
  func apply(_ event: RunClock.Event, _ place: Int) async throws {
    guard var run = workers[place].run, !run.hasEnded else { return }
    let stop = run.clock.stop
    let actions = run.clock.step(event, at: run.time.now)
    workers[place].run?.clock = run.clock
    if stop == nil, let stop = run.clock.stop { note("\(workers[place].id) stops: \(stop)") }
    guard run.isRunning else { return }
    for action in actions {
      switch action {
      case .terminate:
        if run.job.obeys {
          set(place, .childEnded(run: run.number, signal: 15), in: Self.second)
        }
      case .kill: set(place, .childEnded(run: run.number, signal: 9), in: Self.second / 100)
      }
    }
  }

  // MARK: The fleet

  /// Takes in what the fleet says of the mission.
  private func observe(_ view: MissionView, _ place: Int) async throws {
    try judges[view.lane]?.check(view.state)
    guard let run = workers[place].run else { return }
    if view.state.version > run.view.state.version { workers[place].run?.view = view }
    if view.state.isCancelRequested || view.state.status == .cancelled {
      try await apply(.cancelRequested(reason: view.state.cancel?.reason), place)
    }
    try await deliverAnswer(place)
  }

  /// Takes in that the fleet refuses this attempt.
  private func refuse(_ error: MissionError, _ place: Int) async throws {
    guard error.endsAttempt else { return }
    reached.insert(.staleTokenRefused)
    let holder = workers[place].run.flatMap { run in
      ledger(of: run.mission).flatMap { judges[$0]?.missions[run.mission]?.holder }
    }
    if let holder, holder != workers[place].run?.token { reached.insert(.successorFenced) }
    try await apply(.leaseLost(reversible: error.isReversible), place)
  }

  private func deliverAnswer(_ place: Int) async throws {
    guard let run = workers[place].run, let question = run.openQuestion,
      run.view.state.lastAnswer?.questionID == question
    else { return }
    workers[place].run?.openQuestion = nil
    try await apply(.unblocked, place)
    setNextAct(place)
  }

  /// Says what the run has to say, until a word can't be taken now; then concludes a run whose
  /// command has ended.
  private func speak(_ place: Int) async throws {
    while let run = workers[place].run, !run.isWaiting, let word = run.words.first {
      let report = report(word, run)
      do {
        let view = try await workerCall(place) {
          try await $0.report(report, on: run.mission, as: run.token, $1)
        }
        note("\(workers[place].id) said \(word)")
        workers[place].run?.heardAt = machine.elapsed
        workers[place].run?.words.removeFirst()
        workers[place].run?.pause = 100_000
        try await taken(word, view, place)
      } catch let error as MissionError {
        note("\(workers[place].id) can't say \(word): \(error.code)")
        if error.mayPass { return wait(place, run) }
        workers[place].run?.words.removeFirst()
        try await refused(word, error, place)
      }
    }
    try await conclude(place)
  }

  private func wait(_ place: Int, _ run: SimulatedRun) {
    workers[place].run?.isWaiting = true
    workers[place].run?.pause = min(run.pause * 2, 5 * Self.second)
    set(place, .sayAgain(run: run.number), in: run.pause)
  }

  private func report(_ word: SimulatedRun.Word, _ run: SimulatedRun) -> WorkerReport {
    switch word {
    case .started: return .started(workspace: "/workspaces/\(run.mission)")
    case .finish(let verdict):
      return run.report(verdict, at: machine.clocks.monotonic())
    case .act(let index):
      switch run.job.acts[index].act {
      case .progress(let percent, let calls):
        return .progress(
          ProgressReport(
            summary: "at \(percent)", percent: Double(percent),
            usage: Usage(llmCalls: Int64(calls * index))))
      case .ask: return .blocked(question: "question \(index)?", options: ["yes", "no"])
      case .fallBack: return .fallback(from: "one way", to: "another", reason: "the first is shut")
      case .makeFile:
        return .artifact(
          ArtifactReport(path: "file-\(index)", bytes: 1, sha256: nil, role: .deliverable))
      case .write, .exit: return .heartbeat
      }
    }
  }

  private func taken(
    _ word: SimulatedRun.Word, _ view: MissionView, _ place: Int
  ) async throws {
    switch word {
    case .started:
      try await observe(view, place)
      if workers[place].run?.clock.stop == nil {
        workers[place].run?.isRunning = true
        setNextAct(place)
      } else {
        workers[place].run?.hasEnded = true
      }
    case .act(let index):
      if case .ask? = workers[place].run?.job.acts[index].act {
        workers[place].run?.openQuestion =
          view.state.question?.questionID ?? view.state.lastAnswer?.questionID
      }
      try await observe(view, place)
    case .finish:
      try judges[view.lane]?.check(view.state)
      try await finished(place)
    }
  }

  private func refused(
    _ word: SimulatedRun.Word, _ error: MissionError, _ place: Int
  ) async throws {
    switch word {
    case .started:
      try await refuse(error, place)
      workers[place].run?.startFailure = error.message
      workers[place].run?.hasEnded = true
    case .act(let index):
      if case .ask? = workers[place].run?.job.acts[index].act {
        try await apply(.unblocked, place)
        setNextAct(place)
      }
      try await refuse(error, place)
    case .finish: try await finished(place)
    }
  }

  /// Reports the end of a run once nothing of its command is left and all that it said was heard.
  private func conclude(_ place: Int) async throws {
    guard let run = workers[place].run, run.hasEnded, run.words.isEmpty, !run.isConcluding else {
      return
    }
    workers[place].run?.isConcluding = true
    workers[place].run?.words = [.finish(run.verdict)]
    try await speak(place)
  }

  private func finished(_ place: Int) async throws {
    guard workers[place].run != nil else { return }
    workers[place].run = nil
    if workers[place].isDraining { return try await leave(place, comesAgainIn: 3 * Self.second) }
    set(place, .claim, in: 100_000)
  }
}
