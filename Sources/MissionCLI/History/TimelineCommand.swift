import ArgumentParser
import MissionControl
import MissionModel
import MissionReplay
import MissionTools

/// `timeline`: what happened to a mission, drawn.
struct TimelineCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "timeline", abstract: "Draw what happened to a mission.",
    discussion: """
      html is one page that needs nothing else; otlp is a trace as OpenTelemetry's collectors read it.

      Examples:
        missionlog timeline 3f9a12bc
        missionlog timeline 3f9a12bc --format html > mission.html
      """)

  /// The forms of a timeline.
  enum Form: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
    case html
    case otlp
  }

  @Argument(help: "The mission.", completion: .missions) var id: String

  @Option(help: ArgumentHelp("The form.", valueName: "form")) var format: Form = .text

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("With json: at most so many bytes, 1000 to 200000.", valueName: "n"))
  var budgetBytes: Int?

  @OptionGroup var asOf: AsOfOption

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func validate() throws {
    let isJSON = format == .json || globals.json && format != .otlp
    if budgetBytes != nil, !isJSON {
      throw ValidationError("--budget-bytes is for --json: every other form is whole.")
    }
  }

  func run(_ invocation: Invocation) async throws -> Exit {
    let home = try await HomePlace(invocation).asOf(asOf)
    let (invocation, tools) = (home.invocation, home.tools)
    var call = GetTimeline(try await invocation.mission(id, tools))
    call.budgetBytes = budgetBytes
    guard format != .otlp else {
      // A trace has no room for them.
      for warning in tools.fleet.configuration.warnings { invocation.warn(warning.message) }
      try invocation.print(json: try await Replay(tools.fleet).trace(of: call.missionID).json)
      return .success
    }
    let answer = try await call.answer(tools)
    guard format != .json || globals.json else {
      try invocation.print(json: answer.json)
      return .success
    }
    return try show(answer, answer.timeline, invocation)
  }

  /// Prints a timeline for a person: as text, or as a page of its own.
  func show(
    _ answer: some ToolAnswer, _ timeline: Timeline, _ invocation: Invocation
  ) throws -> Exit {
    guard format != .html || globals.json else {
      invocation.warn(of: answer)
      let page = TimelinePage(timeline, clock: invocation.time.face)
      try invocation.console.out.write(page.html)
      return .success
    }
    return try invocation.show(answer) { _, page in
      try page.drawing(
        TimelineDrawing(timeline, clock: page.time.face, width: page.screen.width).lines)
    }
  }
}
