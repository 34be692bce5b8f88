import ArgumentParser
import EventLog
import MissionClient
import MissionControl
import MissionModel
import MissionTools

/// `get`: one mission, whole.
struct GetCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "get", abstract: "Show a mission.",
    discussion: """
      An id can be shortened to any unique beginning or end of at least four characters.

      Example:
        missionlog get 3f9a12bc
      """)

  @Argument(help: "The mission.", completion: .missions) var id: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Show this many of its newest events, 0 to 500.", valueName: "n"))
  var events = 20

  @Flag(help: "Include heartbeats in the events.") var heartbeats = false

  @Flag(help: "Show long texts in full.") var full = false

  @OptionGroup var asOf: AsOfOption

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(at place: some Workplace) async throws -> Exit {
    let place = try await place.asOf(asOf)
    let invocation = place.invocation
    let (answer, shown) = try await place.either(home: look, server: look)
    guard let (mission, events) = shown else {
      try invocation.print(json: answer.json)
      return .success
    }
    return try invocation.showPage(answer) { answer, page in
      try MissionPage(mission: mission, page: page, isFull: full).write()
      try writeEvents(events, of: answer.integer("events_total"), page)
      invocation.hint(next: mission)
    }
  }

  /// The content of a page; nil where none is drawn.
  private typealias Shown = (MissionView, [RecordedEvent])?

  private func look(_ home: HomePlace) async throws -> (any ToolAnswer, Shown) {
    var call = GetMission(try await home.invocation.mission(id, home.tools))
    call.request.events = events
    call.request.heartbeats = heartbeats
    call.isFull = true
    let answer = try await call.answer(home.tools)
    return (answer, globals.json ? nil : (answer.result.mission, answer.result.events))
  }

  private func look(_ server: ServerSession) async throws -> (any ToolAnswer, Shown) {
    let id = try await server.missionID(id)
    let answer = try await server.get(
      ServerPath.mission(id),
      [("events", "\(events)"), ("heartbeats", heartbeats ? "true" : nil)])
    guard !globals.json else { return (answer, nil) }
    let mission = try answer.mission()
    // The answer's own events are cut if they are long.
    let versions = Set(try answer.object.objects("events").map { try $0.integer("version") })
    guard let first = versions.min(), let last = versions.max() else {
      return (answer, (mission, []))
    }
    let whole = try await server.stream(of: id, after: first - 1, before: last + 1)
    return (answer, (mission, whole.filter { versions.contains($0.version) }))
  }

  private func writeEvents(_ events: [RecordedEvent], of all: Int64, _ page: Page) throws {
    guard !events.isEmpty else { return }
    let total = CountText.text(all, "event")
    let isAll = Int64(events.count) == all
    try page.heading(isAll ? total : "the newest \(events.count) of \(total)")
    for event in events {
      try page.console.out.line(EventText.line(event, page, showsStream: false))
    }
  }
}
