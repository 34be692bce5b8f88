import ArgumentParser
import MissionClient
import MissionControl
import MissionTools
import MissionWorker

/// `worker`: claims and executes a VP's missions.
struct WorkerCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Claim and execute missions with a command.",
    usage: "missionlog worker --vp <id> [<options>] [-- <command> <args> ...]",
    discussion: """
      The command runs once for each mission, in the mission's workspace, with the mission as \
      JSON on its standard input. Without a command, the VP's configured command is used. On \
      SIGTERM, or when its terminal closes, the worker lets running missions finish, then ends.

      Example:
        missionlog worker --vp vp.general.primary -- ./agent.sh
      """)

  @Option(
    name: [.customLong("vp"), .customLong("vp-id")], help: ArgumentHelp("The VP.", valueName: "id"),
    completion: .vps)
  var vpID: String

  @Option(help: ArgumentHelp("The worker's name (default: generated).", valueName: "id"))
  var workerID: String?

  @Flag(help: "End after one mission.") var once = false

  @Flag(help: "End as soon as no mission can be claimed.") var untilIdle = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many missions to execute at once.", valueName: "n"))
  var concurrency = 1

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp("The command that executes a mission, after '--'.", valueName: "command"))
  var command: [String] = []

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  var serverUse: ServerUse { .ownMatter }

  func run(_ invocation: Invocation) async throws -> Exit {
    let tools = try invocation.tools()
    let setup = WorkerSetup(invocation: invocation, fleet: tools.fleet)
    var options = try setup.options(
      vp: try VPInput.id(vpID), worker: workerID, command: command)
    // The command is checked before a reconciler beside it writes anything.
    try options.checkCommand()
    options.once = once
    options.untilIdle = untilIdle
    options.concurrency = concurrency
    let summary = try await run(options, setup)
    return try invocation.show(WorkerAnswer(worker: options.worker, summary: summary)) {
      answer, page in
      try page.line(answer.sentence)
    }
  }

  /// Runs the worker on a home, with a reconciler beside it, or against a server, which has its
  /// own.
  private func run(_ options: WorkerOptions, _ setup: WorkerSetup) async throws -> WorkerSummary {
    if let client = try setup.invocation.server() {
      var options = options
      options.targetsAreForeign = true
      return try await WorkerSetup.run(options, on: RemoteFleet(client, like: setup.fleet))
    }
    setup.invocation.noteServerPassedOver()
    let most = setup.fleet.configuration.settings(ofVP: options.vp).maxConcurrent
    if options.concurrency > most {
      setup.invocation.warn(
        "--concurrency \(options.concurrency) exceeds vps.\(options.vp).max_concurrent, "
          + "which is \(most)")
    }
    let reconciler = try await setup.reconcile(options)
    defer { reconciler?.stop() }
    return try await WorkerSetup.run(options, on: setup.fleet)
  }

  func validate() throws {
    guard (1...1_000).contains(concurrency) else {
      throw ValidationError("--concurrency must be 1 to 1000, not \(concurrency).")
    }
  }
}
