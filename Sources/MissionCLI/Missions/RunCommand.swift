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
      Executes its own mission and no other. Exit: 0 completed, 1 failed, 2 cancelled, 3 stale \
      or cancel overdue, 124 stopped before it ended.

      Example:
        missionlog run --vp vp.general.primary --objective "List the files" -- ls -l
      """)

  @OptionGroup var request: DispatchOptions

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp("The command that executes it, after '--'.", valueName: "command"))
  var command: [String] = []

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let tools = try invocation.tools()
    let request = try DispatchRequest(json: request.json(invocation))
    var options = try WorkerSetup(invocation: invocation, fleet: tools.fleet).options(
      vp: request.vpID, worker: nil, command: command)
    try options.checkCommand()
    let dispatched = try await tools.fleet.dispatch(request, tools.call)
    let id = dispatched.mission.state.facts.missionID
    if !dispatched.mission.state.status.isTerminal {
      options.onlyMission = id
      let summary = try await WorkerSetup.run(options, on: tools.fleet)
      if !summary.wasStopped { try await waitForOthers(id, tools) }
    }
    // That no worker is live is no news: this process is one.
    let answer = RunAnswer(
      mission: try await tools.fleet.get(id, GetRequest()).mission,
      artifacts: try await artifacts(of: id, tools),
      warnings: dispatched.warnings.filter { $0.kind != .noLiveWorker })
    let exit = answer.mission.isSettled ? Exit.of(answer.mission) : .timedOut
    return try invocation.show(answer, exit: exit) { answer, page in
      try page.line(
        MissionText.outcome(answer.mission), MissionInk.style(answer.mission.effectiveStatus))
      if let artifacts = answer.artifacts {
        let files = try JSONObject(ArtifactsAnswer(result: artifacts).json)
        try ArtifactsPage(answer: files, page: page).write()
      }
      if let next = MissionText.next(answer.mission) { invocation.hint(next.words, next.purpose) }
    }
  }

  /// Waits until the mission has settled: at once where it was executed here, else by whoever holds it.
  private func waitForOthers(_ id: MissionID, _ tools: ToolContext) async throws {
    var request = WaitRequest(missions: [id])
    request.timeoutSeconds = 3_600
    while try await tools.fleet.wait(request).timedOut {}
  }

  /// The files it made; nil where there is no folder to look into.
  private func artifacts(of id: MissionID, _ tools: ToolContext) async throws -> ArtifactsResult? {
    do {
      return try await tools.fleet.artifacts(of: id, ArtifactsRequest())
    } catch let error as MissionError {
      switch error.code {
      case .artifactWorkspaceMissing, .artifactLocationUnavailable, .notFound: return nil
      default: throw error
      }
    }
  }
}
