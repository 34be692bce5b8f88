import ArgumentParser
import MissionControl
import MissionModel
import MissionTools

/// `dispatch`: queues a mission.
struct DispatchCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "dispatch", abstract: "Queue a mission for a VP.",
    usage: "missionlog dispatch --vp <id> --objective <text> [<options>]",
    discussion: """
      With a key the same call can be made again: it answers the mission that it made.

      Example:
        missionlog dispatch --vp vp.general.primary \\
          --objective "Survey this repository" --idempotency-key survey-1
      """)

  @OptionGroup var request: DispatchOptions
  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let tools = try invocation.tools()
    let mission = DispatchMission(try DispatchRequest(json: request.json(invocation)))
    let answer = try await mission.answer(tools)
    return try show(answer, answer.result.mission, replayed: answer.result.replayed, invocation)
  }

  /// Prints what became of it.
  func show(
    _ answer: some ToolAnswer, _ view: MissionView, replayed: Bool, _ invocation: Invocation
  ) throws -> Exit {
    try invocation.show(answer) { _, page in
      let verb = replayed ? "already dispatched" : "dispatched"
      try page.line("\(view.state.facts.missionID)  \(verb), \(MissionText.statusAndReason(view))")
      invocation.hint(next: view)
    }
  }
}
