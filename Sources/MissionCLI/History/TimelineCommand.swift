import ArgumentParser
import MissionReplay
import MissionTools

/// `timeline`: what happened to a mission, drawn.
struct TimelineCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "timeline", abstract: "Draw what happened to a mission.",
    discussion: """
      Example:
        missionlog timeline 3f9a12bc
      """)

  /// The forms of a timeline.
  enum Form: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
  }

  @Argument(help: "The mission.", completion: .missions) var id: String

  @Option(help: ArgumentHelp("The form.", valueName: "form")) var format: Form = .text

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("With json: at most so many bytes, 1000 to 200000.", valueName: "n"))
  var budgetBytes: Int?

  @OptionGroup var asOf: AsOfOption

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let (invocation, tools) = try await asOf.context(invocation)
    var call = GetTimeline(try await invocation.mission(id, tools))
    call.budgetBytes = budgetBytes
    let answer = try await call.answer(tools)
    if format == .json, !globals.json {
      try invocation.print(json: answer.json)
      return .success
    }
    return try invocation.show(answer) { answer, page in
      try page.drawing(
        TimelineDrawing(answer.timeline, clock: page.time.face, width: page.screen.width).lines)
    }
  }
}
