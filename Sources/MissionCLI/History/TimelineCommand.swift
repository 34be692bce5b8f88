import ArgumentParser
import MissionClient
import MissionControl
import MissionReplay
import MissionTools

/// `timeline`: what happened to a mission, drawn.
struct TimelineCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline", abstract: "Draw what happened to a mission.",
    discussion: """
      html is one self-contained page; otlp is a trace that OpenTelemetry collectors read.

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

  @Option(help: ArgumentHelp("The output format.", valueName: "form")) var format: Form = .text

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("With json: at most this many bytes, 1000 to 200000.", valueName: "n"))
  var budgetBytes: Int?

  @OptionGroup var asOf: AsOfOption

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func validate() throws {
    if budgetBytes != nil, !isJSON || format == .otlp {
      throw ValidationError(
        "--budget-bytes is only for json: the other formats are never shortened.")
    }
  }

  /// Whether the timeline is wanted as its object.
  private var isJSON: Bool { format == .json || globals.json }

  func run(at place: some Workplace) async throws -> Exit {
    let place = try await place.asOf(asOf)
    let invocation = place.invocation
    guard format != .otlp else {
      try invocation.print(json: try await place.either(home: trace, server: trace))
      return .success
    }
    let (answer, drawn) = try await place.either(home: tell, server: tell)
    guard let drawn else {
      try invocation.print(json: answer.json)
      return .success
    }
    return try invocation.show(answer) { _, page in
      if format == .html {
        try page.console.out.write(TimelinePage(drawn, clock: page.time.face).html)
      } else {
        try page.drawing(
          TimelineDrawing(drawn, clock: page.time.face, width: page.screen.width).lines)
      }
    }
  }

  private func trace(_ home: HomePlace) async throws -> [UInt8] {
    let id = try await home.invocation.mission(id, home.tools)
    // A trace has no place for warnings.
    for warning in home.tools.fleet.standingWarnings { home.invocation.warn(warning.message) }
    return try await Replay(home.tools.fleet).trace(of: id).json
  }

  private func trace(_ server: ServerSession) async throws -> [UInt8] {
    try await server.document(try await server.mission(id) + "/trace")
  }

  /// Reads the timeline at a home; it is nil where it isn't drawn.
  private func tell(_ home: HomePlace) async throws -> (any ToolAnswer, Timeline?) {
    var call = GetTimeline(try await home.invocation.mission(id, home.tools))
    call.budgetBytes = budgetBytes
    let answer = try await call.answer(home.tools)
    return (answer, isJSON ? nil : answer.timeline)
  }

  /// Reads the timeline at a server; as the server's answer has a limit, the whole is built here
  /// from the events.
  private func tell(_ server: ServerSession) async throws -> (any ToolAnswer, Timeline?) {
    let id = try await server.missionID(id)
    let answer = try await server.get(
      ServerPath.mission(id) + "/timeline", [("budget_bytes", "\(budgetBytes ?? 200_000)")])
    let isTold = budgetBytes != nil || answer.object["truncated"] == nil
    if isJSON, isTold { return (answer, nil) }
    let told = try answer.object.object("timeline")
    let timeline = Timeline(
      of: try await server.stream(of: id),
      mission: try await server.view(id), now: try told.instant("now"),
      gaps: try told.objects("gaps").map { gap in
        Timeline.Gap(
          start: try gap.instant("from"), end: try gap.optionalInstant("to"),
          attempt: try gap.count("attempt"), worker: try gap.text("worker_id"))
      })
    guard isJSON else { return (answer, timeline) }
    let whole = TimelineAnswer(timeline, budgetBytes: nil)
    return (WarnedAnswer(answer: whole, said: try ServedWarnings(of: answer.object)), nil)
  }
}
