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

  func run(_ invocation: Invocation) async throws -> Exit {
    let (invocation, tools) = try await asOf.context(invocation)
    var call = GetTimeline(try await invocation.mission(id, tools))
    call.budgetBytes = budgetBytes
    let answer = try await call.answer(tools)
    switch format {
    case .json where !globals.json: try invocation.print(json: answer.json)
    case .html:
      let page = TimelinePage(answer.timeline, clock: invocation.time.face)
      try invocation.console.out.write(page.html)
    case .otlp:
      let vp = answer.timeline.mission.state.facts.vpID.rawValue
      let settings = tools.fleet.configuration.settings(ofVP: vp)
      try invocation.print(json: MissionTrace(answer.timeline, vp: settings).json)
    case .text, .json:
      return try invocation.show(answer) { answer, page in
        try page.drawing(
          TimelineDrawing(answer.timeline, clock: page.time.face, width: page.screen.width).lines)
      }
    }
    return .success
  }
}
