package import MissionControl
package import MissionModel
import Platform
import Synchronization

/// A process's work for one VP: it claims missions, runs each, and ends when it is told to or has
/// nothing to do.
///
/// All state that others touch (the drain) is behind one lock; the rest belongs to `run`.
package final class Worker: Sendable {
  /// How long a claim waits for a mission; also how soon an idle worker ends when it is told to.
  private static let claimWaitSeconds = 1.0
  /// The pause after a failed claim.
  private static let claimPause = Duration.seconds(1)

  struct State {
    var isDraining = false
    var runs: [MissionID: MissionRun] = [:]
    var summary = WorkerSummary()
    var drainTimer: Task<Void, Never>?
    /// The reason why the last claim failed.
    var delay: MissionError.Code?
    /// The reason why the end of the one wanted mission is not recorded.
    var unrecorded: MissionError?
    /// The reason why no command can be started.
    var startFailure: MissionError?
  }

  let port: LastCalls
  let options: WorkerOptions
  let call: CallContext
  let state = Mutex(State())
  private let pool: BlockingPool
  private let changes: AsyncStream<Void>
  let changed: AsyncStream<Void>.Continuation

  package init(port: any WorkerPort, options: WorkerOptions) {
    self.port = LastCalls(port, seconds: options.lastCallSeconds)
    self.options = options
    call = .worker(options.worker.rawValue)
    pool = BlockingPool(name: "workspace", threads: max(2, options.concurrency))
    (changes, changed) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Works until there is nothing more to do, and returns the counts of the missions' ends.
  ///
  /// A mission that it has claimed already, `held`, comes first. Running missions are finished
  /// before an error is thrown, and the session is retired.
  ///
  /// - Throws: `validation_error`, before anything is claimed, for a command that isn't there; and
  ///   any lasting obstacle to claims, to a command's start, or to the one wanted mission's end
  ///   unless the worker was told to end. The reason why that one could not be started is in the
  ///   mission.
  package func run(holding held: MissionView? = nil) async throws -> WorkerSummary {
    try options.checkCommand()
    // Processes that a killed guard leaves behind become this process's children, where they can be
    // found.
    try? Orphans.adopt()
    // The holder of a mission has registered by its claim.
    if held == nil { try await register() }
    var failure: (any Error)?
    await withDiscardingTaskGroup { group in
      do {
        func start(_ run: MissionRun) { group.addTask { await self.carryOut(run) } }
        if let held {
          let run = await admit(held)
          start(run)
          // The worker was told to end before the mission began.
          if isDraining { run.shutdown() }
        }
        try await claimMissions(start)
      } catch {
        failure = error
      }
    }
    state.withLock { $0.drainTimer }?.cancel()
    await retire()
    if let failure { throw failure }
    return try state.withLock { state in
      state.summary.wasStopped = state.isDraining
      if let failure = state.unrecorded, !state.isDraining { throw failure }
      if let failure = state.startFailure { throw failure }
      return state.summary
    }
  }

  private func claimMissions(_ start: (MissionRun) -> Void) async throws {
    var wakes = changes.makeAsyncIterator()
    while mayClaim {
      let running = state.withLock(\.runs.count)
      guard running < options.concurrency else {
        await wakes.next()
        continue
      }
      let endsWhenIdle = options.untilIdle && running == 0
      switch try await claim(waitSeconds: endsWhenIdle ? 0 : Self.claimWaitSeconds) {
      case .mission(let mission): start(await admit(mission))
      case .nothing: if try await hasNothingToWaitFor(endsWhenIdle) { return }
      case .delayed: break
      }
    }
  }

  private var mayClaim: Bool {
    let isSingle = options.once || options.onlyMission != nil
    return state.withLock { !$0.isDraining && !(isSingle && $0.summary.claimed > 0) }
  }

  private enum Claim {
    case mission(MissionView)
    case nothing
    /// No claim can be made now, which says nothing about waiting missions.
    case delayed
  }

  private func claim(waitSeconds: Double) async throws -> Claim {
    let request = ClaimRequest(
      vp: options.vp, worker: options.worker, waitSeconds: waitSeconds,
      mission: options.onlyMission, process: options.process)
    do {
      let claimed = try await port.claim(request, call)
      tell(delay: nil)
      return claimed.map(Claim.mission) ?? .nothing
    } catch let error as MissionError where error.retryable {
      tell(delay: error)
      try? await Task.sleep(for: Self.claimPause)
      return .delayed
    }
  }

  private func hasNothingToWaitFor(_ endsWhenIdle: Bool) async throws -> Bool {
    guard let mission = options.onlyMission else { return endsWhenIdle }
    let view = try await port.nextChange(of: mission, after: 0, timeoutSeconds: 0)
    return view.state.status != .queued
  }

  private func admit(_ mission: MissionView) async -> MissionRun {
    let time = FleetTime(from: mission.judgedAt, options.clocks)
    let facts = mission.state.facts
    let run = MissionRun(
      mission, at: time, earlier: await folderToTakeUp(facts), target: await target(of: facts),
      port: port, call: call, pool: pool, options)
    state.withLock { state in
      state.runs[run.missionID] = run
      state.summary.claimed += 1
    }
    options.notice(
      .claimed(
        run.missionID, attempt: mission.state.attempt,
        objective: mission.state.facts.objectiveShown))
    return run
  }

  /// The mission's target path with every link followed, nil where it has none.
  private func target(of facts: MissionFacts) async -> String? {
    guard let target = facts.resolvedTargetPath, options.targetsAreForeign else {
      return facts.resolvedTargetPath
    }
    return await pool.run { Paths.resolved(target) ?? target }
  }

  /// The folder of the latest earlier mission of the chain that had one, unless this one is to
  /// start afresh.
  private func folderToTakeUp(_ facts: MissionFacts) async -> String? {
    var facts = facts
    while let earlier = facts.retryOf {
      guard
        let state = try? await port.nextChange(of: earlier, after: 0, timeoutSeconds: 0).state,
        let retry = state.retried, retry.newMissionID == facts.missionID, !retry.freshWorkspace,
        state.workerHost == nil || state.workerHost == options.process.host
      else { return nil }
      if let folder = state.workspace {
        let kind = try? await pool.run { try FileSystem.info(folder).kind }
        return kind == .folder ? folder : nil
      }
      // The earlier mission never began: its work is where the one before it worked.
      facts = state.facts
    }
    return nil
  }

  private func carryOut(_ run: MissionRun) async {
    let result = await run.run { await degrade($0, starting: run.missionID) }
    state.withLock { state in
      state.runs[run.missionID] = nil
      state.summary.count(result)
      if options.onlyMission != nil { state.unrecorded = result.unrecorded }
    }
    changed.yield()
  }
}
