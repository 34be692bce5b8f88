import MissionControl
import MissionModel
import Platform
import Synchronization

/// One mission's whole life at its worker: the workspace, the command, its reports, its end.
///
/// Heartbeats go from the claim to the end on a thread of their own; the command's output is read on another.
/// What they and the fleet have to say comes as signals to one loop, which asks the run clock what is to be done.
final class MissionRun: Sendable {
  /// How many instructions of the command may wait to be reported.
  private static let openInstructions = 32

  let claimed: MissionView
  let options: WorkerOptions
  let reporter: Reporter
  let pool: BlockingPool
  let workspace: Workspace
  let time: FleetTime
  let gate = InstructionGate(places: openInstructions)
  let signals: AsyncStream<RunSignal>
  let send: AsyncStream<RunSignal>.Continuation
  /// Whether it was told that the fleet has given up on the attempt: once is enough, whatever is refused after that.
  let isGivenUpOn = Mutex(false)
  /// How much of what the command said in vain was told.
  let refusals = Mutex(ToldRefusals())

  /// `earlier` is the folder of the mission whose work this one takes up, `target` its own target path, resolved.
  init(
    _ claimed: MissionView, at time: FleetTime, earlier: String?, target: String?, port: LastCalls,
    call: CallContext, pool: BlockingPool, _ options: WorkerOptions
  ) {
    self.claimed = claimed
    self.options = options
    self.time = time
    self.pool = pool
    let facts = claimed.state.facts
    reporter = Reporter(
      port: port, mission: facts.missionID,
      token: FencingToken(worker: options.worker, attempt: claimed.state.attempt), call: call,
      notice: options.notice)
    workspace = Workspace(
      mission: facts.missionID, earlier: earlier, target: target,
      workspaceRoot: options.workspaceRoot)
    (signals, send) = AsyncStream.makeStream()
  }

  var missionID: MissionID { claimed.state.facts.missionID }

  /// The whole objective.
  var objective: String { claimed.request?.objective ?? claimed.state.facts.objectiveHead }

  /// Lets the command run no longer: the worker has waited for it as long as it may, or is to end at once.
  func shutdown() {
    reporter.hurry()
    send.yield(.clock(.shutdown))
  }

  /// Runs the mission to its end, reports it, and returns what became of it.
  ///
  /// `isUnable` is told, before the end is, that no command can be started here: then no other mission will fare better.
  func run(_ isUnable: (MissionError) async -> Void) async -> RunResult {
    let changes = followChanges()
    var heartbeat: Heartbeat?
    defer {
      heartbeat?.stop()
      changes.cancel()
    }
    var work = RunWork(clock: startClock(), view: claimed)
    do {
      heartbeat = try startHeartbeat()
      switch try await prepare() {
      case .success(let collector): work.collector = collector
      case .failure(let breach):
        work.breach = breach.message
        return await conclude(work)
      }
      try await begin(&work)
      if work.clock.stop == nil { try await runCommand(&work) }
    } catch let error as PlatformError {
      work.startFailure = MissionError(error, doing: "starting the command")
      work.isUnable = await liesHere(error, work)
    } catch {
      let refusal = MissionError.of(error)
      take(refusal, into: &work)
      work.startFailure = MissionError(
        refusal.code, "the command was not started: \(refusal.message)")
    }
    // A reason to stop outranks that nothing was started: then the worker is in order.
    if work.clock.stop == nil, work.isUnable, let failure = work.startFailure {
      await isUnable(failure)
    }
    return await conclude(work)
  }

  /// Whether what could not be started says that nothing can be here: unless the mission's own folder stood in the way.
  ///
  /// No other worker is meant to take the one mission that is wanted, nor does this one go on after that.
  private func liesHere(_ failure: PlatformError, _ work: RunWork) async -> Bool {
    guard options.onlyMission == nil else { return false }
    if work.output != nil || failure.isOfLimits { return true }
    let root = options.workspaceRoot
    let probe = root + "/.probe-\(options.worker)"
    return await pool.run {
      do throws(PlatformError) {
        try FileSystem.makePrivateDirectory(root)
        try FileSystem.writeAtomically([UInt8](repeating: 0, count: 4_096), to: probe)
        try FileSystem.removeFile(probe)
        return false
      } catch {
        return true
      }
    }
  }

  /// Reports that the work begins; a worker that was given up on meanwhile begins all the same while its finish would
  /// still count, and nothing begins that can't be reported.
  private func begin(_ work: inout RunWork) async throws(MissionError) {
    do throws(MissionError) {
      take(try await reporter.report(.started(workspace: workspace.root)), into: &work)
    } catch {
      guard error.isOfAnyReport else { throw error }
      let isLost = error.endsReports
      apply(isLost ? .leaseLost(reversible: error.isReversible) : .shutdown, to: &work)
    }
  }

  private func startHeartbeat() throws(PlatformError) -> Heartbeat {
    let interval = options.heartbeatSeconds(within: claimed.state.lease?.length.value)
    return try Heartbeat(everySeconds: interval, clocks: options.clocks) { [self] in
      switch reporter.heartbeat() {
      case .success(let view): send.yield(.observed(view))
      case .failure(let error):
        if error.mayPass { return true }
        send.yield(.refused(error))
      }
      return false
    }
  }

  /// Follows the mission for cancels and answers.
  private func followChanges() -> Task<Void, Never> {
    Task { [self] in
      var version = claimed.state.version
      while !Task.isCancelled {
        do {
          let view = try await reporter.port.nextChange(
            of: missionID, after: version, timeoutSeconds: 20)
          version = max(version, view.state.version)
          send.yield(.observed(view))
        } catch {
          try? await Task.sleep(for: .seconds(1))
        }
      }
    }
  }

  private func startClock() -> RunClock {
    let request = claimed.request
    let policy = RunPolicy(
      budget: request?.budget ?? .unlimited,
      silenceSeconds: options.noProgressSeconds, deadline: claimed.state.facts.deadline,
      stopGraceSeconds: options.stopGraceSeconds)
    return RunClock(policy: policy, now: time.now)
  }

  /// Makes the workspace and notes what is in it; a failure is that its paths lead where the mission may not work.
  ///
  /// The guard looks before anything is written, and again after what may take long.
  private func prepare() async throws(PlatformError) -> Result<ArtifactCollector, MissionError> {
    let workspace = workspace
    let objective = objective
    return try await pool.run { [self] () throws(PlatformError) in
      if let breach = breach() { return .failure(breach) }
      let root: BeneathRoot
      do throws(PlatformError) {
        root = try workspace.prepare(objective: objective)
      } catch {
        guard error.leadsOut else { throw error }
        return .failure(
          MissionError(
            .targetPathBlocked, "a link leads out of the workspace \(workspace.root): \(error)"))
      }
      let collector = try ArtifactCollector(
        workspace: workspace, root: root, home: options.homePath,
        isFirstAttempt: claimed.state.attempt <= 1)
      if let breach = breach() { return .failure(breach) }
      return .success(collector)
    }
  }

  /// Why the mission's paths may not be worked in, as their links lead now.
  private func breach() -> MissionError? {
    guard let rule = options.workspaceGuard, let request = claimed.request else { return nil }
    do throws(MissionError) {
      try rule.check(
        request, settled: claimed.state.facts.resolvedTargetPath == nil ? nil : workspace.root
      ) {
        Paths.resolved($0)
      }
      return nil
    } catch {
      return error
    }
  }
}
