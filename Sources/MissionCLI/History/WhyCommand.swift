import ArgumentParser
import MissionModel
import MissionReplay
import MissionTools

/// `why`: the effective status, and the events and rules that decided it.
struct WhyCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "why", abstract: "Say what decided the status of a mission or session.",
    discussion: """
      Example:
        missionlog why 3f9a12bc
      """)

  @Argument(help: "A mission, or a session (<vp>/<worker>).", completion: .missions) var id: String

  @OptionGroup var asOf: AsOfOption

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let home = try await HomePlace(invocation).asOf(asOf)
    let (invocation, tools) = (home.invocation, home.tools)
    let subject: Why.Subject =
      if id.contains("/"), let session = SessionID(id) {
        .session(session)
      } else {
        .mission(try await invocation.mission(id, tools))
      }
    let answer = try await ExplainWhy(subject).answer(tools)
    return try show(answer, answer.why, invocation)
  }

  /// Prints an explanation.
  func show(_ answer: some ToolAnswer, _ why: Why, _ invocation: Invocation) throws -> Exit {
    try invocation.show(answer) { _, page in
      try page.drawing(WhyDrawing(why, clock: page.time.face, width: page.screen.width).lines)
      if case .mission(let mission) = why.subject { invocation.hint(of: answer, on: mission) }
    }
  }
}
