import ArgumentParser
import MissionControl
import MissionModel
import MissionReplay
import MissionTools
import MissionWorker

/// `run`: dispatches a mission, executes it here, waits for it and shows what it made.
struct RunCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Dispatch a mission, execute it here, wait, and show what it made.",
    usage: "missionlog run --vp <id> --objective <text> [<options>] -- <command> <args> ...",
    discussion: """
      Executes only this mission. If the mission has to wait, say for its VP's turn, another \
      worker of the VP may claim it first; the command then says so. Exit: 0 completed, 1 \
      failed, 2 cancelled, 3 blocked, stale, cancel overdue, or ended in a way that this version \
      can't read, 124 stopped before the mission ended.

      Example:
        missionlog run --vp vp.general.primary --objective "List the files" -- ls -l
      """)

  @OptionGroup var request: DispatchOptions

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp("The command that executes the mission, after '--'.", valueName: "command"))
  var command: [String] = []

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let tools = try invocation.tools()
    invocation.noteServerPassedOver()
    let request = try DispatchRequest(json: request.json(invocation))
    let setup = WorkerSetup(invocation: invocation, fleet: tools.fleet)
    let options = try options(setup, request.vpID)
    let claim = ClaimRequest(
      vp: options.vp, worker: options.worker, process: options.process)
    let dispatched = try await tools.fleet.dispatch(
      request, tools.call, takenBy: Taker(claim, .worker(options.worker.rawValue)))
    let warnings = dispatched.warnings.filter { Self.isNews(code: $0.kind.rawValue) }
    // Obstacles to its start must be known while it waits.
    for warning in warnings { invocation.warn(warning.message) }
    if dispatched.replayed { warn(ofReplayed: dispatched.mission, options, invocation) }
    // This process is a worker while it lasts, and nobody else may be there to see a deadline pass.
    let id = dispatched.mission.state.facts.missionID
    let summary = try await naming(id, invocation) {
      let reconciler = try await reconcile(setup, options, own: id)
      defer { reconciler?.stop() }
      return try await execute(dispatched.mission, options, on: tools.fleet, invocation) {
        try await tools.fleet.get(id, GetRequest()).mission
      } wait: {
        var request = WaitRequest(missions: [id])
        request.timeoutSeconds = 3_600
        while try await tools.fleet.wait(request).timedOut {}
      }
    }
    let ended = try await tools.fleet.get(id, GetRequest())
    let lost = Self.lost(dispatched.mission, ended.mission, summary)
    // A person has seen the dispatch's warnings already.
    let answer = RunAnswer(
      mission: ended.mission,
      artifacts: try await Self.found { try await tools.fleet.artifacts(of: id) },
      replayed: dispatched.replayed, keyHadRun: dispatched.keyHasRun,
      warnings: (globals.json ? warnings : []) + ended.warnings + [lost].compactMap(\.self))
    return try show(answer, answer, invocation)
  }

  /// Reconciles beside the worker; if that fails, the mission goes on without.
  private func reconcile(
    _ setup: WorkerSetup, _ options: WorkerOptions, own id: MissionID
  ) async throws -> ReconcileLoop? {
    do {
      return try await setup.reconcile(options, own: id)
    } catch let error as MissionError {
      setup.invocation.warn("missions are not reconciled meanwhile: \(error.message)")
      return nil
    }
  }

  /// Warns that another worker claimed the mission, if it was queued at its dispatch; otherwise the
  /// dispatch itself says so.
  static func lost(
    _ dispatched: MissionView, _ ended: MissionView, _ summary: WorkerSummary?
  ) -> Warning? {
    guard dispatched.state.status == .queued, summary?.claimed == 0 else { return nil }
    return ended.state.workerID.map { .claimedElsewhere($0) }
  }

  /// The options of the worker that executes it.
  func options(_ setup: WorkerSetup, _ vp: VPID) throws -> WorkerOptions {
    let options = try setup.options(vp: vp, worker: nil, command: command)
    try options.checkCommand()
    return options
  }

  /// Runs the steps after a dispatch, and names the mission if they fail: it exists whatever
  /// becomes of this process.
  func naming<Value>(
    _ id: MissionID, _ invocation: Invocation, _ body: () async throws -> Value
  ) async throws -> Value {
    do {
      return try await body()
    } catch {
      invocation.warn("mission \(id) was dispatched, but this process has stopped working on it")
      throw error
    }
  }

  /// Warns about a mission that its key found: it is not executed by this command.
  func warn(
    ofReplayed mission: MissionView, _ options: WorkerOptions, _ invocation: Invocation
  ) {
    let status = mission.state.status
    if status.isTerminal {
      invocation.warn("the mission with this key has already ended: the command was not started")
    } else if status != .queued, mission.state.workerID != options.worker {
      invocation.warn(
        "the mission with this key is already \(status.rawValue): the command is not started while "
          + "another worker holds it")
    }
  }

  /// Executes a dispatched mission, unless it has ended, and waits until it has settled: not at all
  /// if it was executed here, else by `wait`, for another holder.
  ///
  /// Meanwhile it reports why the mission is not begun, as `look` shows. Returns the outcome here;
  /// nil where there was nothing to do.
  func execute(
    _ mission: MissionView, _ options: WorkerOptions, on port: any WorkerPort,
    _ invocation: Invocation, look: @escaping @Sendable () async throws -> MissionView,
    wait: () async throws -> Void
  ) async throws -> WorkerSummary? {
    guard !mission.state.status.isTerminal else { return nil }
    var options = options
    options.onlyMission = mission.state.facts.missionID
    let held = mission.state.workerID == options.worker ? mission : nil
    let telling = Task { await Self.tellWhyItWaits(invocation, look) }
    defer { telling.cancel() }
    let summary = try await WorkerSetup.run(options, on: port, holding: held)
    if !summary.wasStopped { try await wait() }
    return summary
  }

  /// Reports why a mission waits, and each new reason, until it waits no more.
  private static func tellWhyItWaits(
    _ invocation: Invocation, _ look: @Sendable () async throws -> MissionView
  ) async {
    var told: WaitingReason?
    while (try? await Task.sleep(for: .seconds(1))) != nil {
      guard let mission = try? await look() else { continue }
      guard mission.state.status == .queued else { return }
      // This process is the worker, though it may not be registered yet.
      guard let reason = mission.waitingFor, reason != .noLiveWorker, reason != told else {
        continue
      }
      told = reason
      let id = mission.state.facts.missionID
      invocation.note(WorkerLine.line(id, waitsFor: reason, invocation))
    }
  }

  /// Whether to show a warning of the dispatch: not that no worker is live, since this process is
  /// one.
  static func isNews(code: String?) -> Bool { code != Warning.Kind.noLiveWorker.rawValue }

  /// The files that `read` finds; nil where there is no folder, or a newer build's events hide it.
  static func found(_ read: () async throws -> ArtifactsResult) async throws -> ArtifactsResult? {
    do {
      return try await read()
    } catch let error as MissionError {
      switch error.code {
      case .artifactWorkspaceMissing, .artifactLocationUnavailable, .artifactOutsideWorkspace,
        .notFound, .eventSchemaTooNew:
        return nil
      default: throw error
      }
    }
  }

  /// Prints an answer; its page shows `run`.
  func show(_ answer: some ToolAnswer, _ run: RunAnswer, _ invocation: Invocation) throws -> Exit {
    // A mission that has not settled was stopped, or has an end that can't be read.
    let mission = run.mission
    let exit = mission.isSettled ? Exit.of(mission) : mission.isUnread ? .inNeed : .timedOut
    return try invocation.show(answer, exit: exit) { _, page in
      try page.outcome(run.mission, MissionInk.style(run.mission.effectiveStatus))
      if let artifacts = run.artifacts {
        let files = try JSONObject(ArtifactsAnswer(result: artifacts).json)
        try ArtifactsPage(answer: files, page: page).write()
      }
      if !run.isAtRest { invocation.hint(next: run.mission) }
    }
  }
}
