import MissionControl
import MissionModel
import Platform
import Synchronization

/// One mission's whole life at its worker: the workspace, the command, its reports, its end.
///
/// Heartbeats come from the claim to the end from a thread of their own; the command's output is
/// read on another. Their reports, and the fleet's, come as signals to one loop, which asks the run
/// clock what to do.
final class MissionRun: Sendable {
  /// The most instructions of the command that may wait to be reported.
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
  /// Whether it was reported that the fleet has given up on the attempt: once is enough, however
  /// many refusals follow.
  let isGivenUpOn = Mutex(false)
  /// How many of the command's refused instructions were reported.
  let refusals = Mutex(ToldRefusals())

  /// `earlier` is the folder of the mission whose work this one continues, `target` its own target
  /// path, resolved.
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

  /// Ends the command: the worker has waited for it as long as it may, or must end at once.
  func shutdown() {
    reporter.hurry()
    send.yield(.clock(.shutdown))
  }

  /// Runs the mission to its end, reports it, and returns the result.
  ///
  /// `isUnable` is called, before the end, if no command can be started here: then no other mission
  /// would fare better.
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
    // A reason to stop outranks a failure to start: then the worker is in order.
    if work.clock.stop == nil, work.isUnable, let failure = work.startFailure {
      await isUnable(failure)
    }
    return await conclude(work)
  }

  /// Whether a failure to start means that nothing can be started here, unless the mission's own
  /// folder was the reason.
  ///
  /// Always false if only one mission is wanted: no other worker is meant to take it, and this one
  /// doesn't go on after it.
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

  /// Reports that the work begins.
  ///
  /// A worker that was given up on meanwhile still begins if its finish would count; nothing begins
  /// that can't be reported.
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

  /// Makes the workspace and notes its content; the failure is that its paths lead where the
  /// mission may not work.
  ///
  /// The guard checks the paths before anything is written, and again after the slow steps.
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

  /// The reason why the mission's paths may not be worked in, as their links lead now.
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
