import ArgumentParser
import MissionReplay
import MissionTools

/// `step`: a mission after each of its events.
struct Step: Command {
  static let configuration = CommandConfiguration(
    abstract: "Show a mission after each of its events.",
    discussion: """
      Below each event stand the fields that it changed. --at shows the whole mission as one event left it, but for \
      waiting_for and ahead, which other missions decide: get --as-of LEDGER:POSITION shows them.

      Examples:
        missionlog step 3f9a12bc
        missionlog step 3f9a12bc --at 4
      """)

  @Argument(help: "The mission.", completion: .missions) var id: String

  // `--version` says what program this is, at this command too.
  @Option(
    name: .customLong("at"), parsing: .unconditional,
    help: ArgumentHelp("The event with this version alone.", valueName: "version"))
  var version: Int64?

  @Flag(help: "Show each heartbeat, not only the last of a run; --json always does.")
  var heartbeats = false

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let tools = try invocation.tools()
    var call = StepMission(try await invocation.mission(id, tools))
    call.version = version
    call.heartbeats = heartbeats || globals.json
    return try show(try await call.answer(tools), invocation)
  }

  /// Prints the steps.
  func show(_ answer: StepAnswer, _ invocation: Invocation) throws -> Exit {
    try invocation.show(answer) { answer, page in
      try page.drawing(
        StepDrawing(
          answer.steps, whole: version != nil, clock: page.time.face, width: page.screen.width
        ).lines)
    }
  }
}
