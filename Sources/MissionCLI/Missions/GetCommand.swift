import ArgumentParser
import EventLog
import MissionControl
import MissionModel
import MissionReplay
import MissionTools

/// `get`: one mission, whole.
struct GetCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "get", abstract: "Show a mission.",
    discussion: """
      An id may be given by any unique beginning or end of four characters or more.

      Example:
        missionlog get 3f9a12bc
      """)

  @Argument(help: "The mission.", completion: .missions) var id: String

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Its newest events, 0 to 500.", valueName: "n"))
  var events = 20

  @Flag(help: "Show its heartbeats among its events.") var heartbeats = false

  @Flag(help: "Show long texts whole.") var full = false

  @OptionGroup var asOf: AsOfOption

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let home = try await HomePlace(invocation).asOf(asOf)
    let (invocation, tools) = (home.invocation, home.tools)
    var call = GetMission(try await invocation.mission(id, tools))
    call.request.events = events
    call.request.heartbeats = heartbeats
    call.isFull = true
    let answer = try await call.answer(tools)
    return try show(
      answer, answer.result.mission, answer.result.events, of: answer.result.eventsTotal,
      invocation)
  }

  /// Prints the mission and its newest events.
  func show(
    _ answer: some ToolAnswer, _ mission: MissionView, _ events: [RecordedEvent],
    of total: Int64, _ invocation: Invocation
  ) throws -> Exit {
    try invocation.show(answer) { _, page in
      try MissionPage(mission: mission, page: page, isFull: full).write()
      try writeEvents(events, of: total, page)
      invocation.hint(next: mission)
    }
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
