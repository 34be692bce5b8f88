import ArgumentParser
import EventLog
import MissionClient
import MissionModel
import MissionReplay
import MissionTools

/// `step`: a mission after each of its events.
struct StepCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "step", abstract: "Show a mission after each of its events.",
    discussion: """
      Each event is followed by the fields that it changed. --at shows the whole mission after \
      one event, except waiting_for and ahead, which depend on other missions: get --as-of \
      LEDGER:POSITION shows those.

      Examples:
        missionlog step 3f9a12bc
        missionlog step 3f9a12bc --at 4
      """)

  @Argument(help: "The mission.", completion: .missions) var id: String

  // This command has `--version` for the program's version, as every one does.
  @Option(
    name: .customLong("at"), parsing: .unconditional,
    help: ArgumentHelp("Show only the event with this version.", valueName: "version"))
  var version: Int64?

  @Flag(help: "Show every heartbeat, not only the last of a series; --json always does.")
  var heartbeats = false

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(at place: some Workplace) async throws -> Exit {
    let answer = try await place.either(
      home: { home in
        try await call(of: try await home.invocation.mission(id, home.tools)).answer(home.tools)
      },
      server: { server in
        // The steps are replayed here from the server's events, by the server's policy.
        let id = try await server.missionID(id)
        let call = self.call(of: MissionID(stored: id))
        let events = try await server.stream(of: id)
        let why = try Why(answered: try await server.get(ServerPath.mission(id) + "/why").json)
        return try call.answer(
          of: try MissionStep.replay(
            events, lane: events.first?.ledger ?? "", policy: why.policy,
            heartbeats: call.wantsHeartbeats))
      })
    return try place.invocation.show(answer) { answer, page in
      try page.drawing(
        StepDrawing(
          answer.steps, whole: version != nil, clock: page.time.face, width: page.screen.width
        ).lines)
    }
  }

  private func call(of mission: MissionID) -> StepMission {
    var call = StepMission(mission)
    call.version = version
    call.heartbeats = heartbeats || globals.json
    return call
  }
}
