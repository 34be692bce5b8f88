import ArgumentParser
import CanonicalJSON
import MissionModel
import MissionTools

/// `dispatch`: queues a mission.
struct DispatchCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "dispatch", abstract: "Queue a mission for a VP.",
    usage: "missionlog dispatch --vp <id> --objective <text> [<options>]",
    discussion: """
      With --idempotency-key the call can be repeated: it then returns the mission that the \
      first call made.

      Example:
        missionlog dispatch --vp vp.general.primary \\
          --objective "Survey this repository" --idempotency-key survey-1
      """)

  @OptionGroup var request: DispatchOptions
  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(at place: some Workplace) async throws -> Exit {
    let json = try request.json(place.invocation)
    let answer: any ToolAnswer = try await place.either(
      home: { try await DispatchMission(try DispatchRequest(json: json)).answer($0.tools) },
      server: { try await $0.post("missions", raw: json.bytes) })
    return try await place.show(place.outcome(of: answer)) { mission, answer, page in
      let id = mission.state.facts.missionID
      let verb = answer.flag("replayed") ? "already dispatched" : "dispatched"
      try page.line("\(id)  \(verb), \(MissionText.statusAndReason(mission))")
      place.invocation.hint(next: mission)
    }
  }
}
