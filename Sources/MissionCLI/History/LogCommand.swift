import ArgumentParser
import EventProjections
import MissionControl
import MissionModel
import MissionReplay
import MissionTools

/// `log`: events, in the order in which they were recorded.
struct LogCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Print events.",
    discussion: """
      With --follow --json, each line has a cursor: --after CURSOR continues there, without gaps \
      or repeats.

      Examples:
        missionlog log --follow --type '!*.heartbeat'
        missionlog log --mission 3f9a12bc
        missionlog log --ledger coder --tail 20
      """)

  @Option(
    help: ArgumentHelp("Only events of this mission.", valueName: "id"), completion: .missions)
  var mission: String?

  @Option(help: ArgumentHelp("Only events of this worker session: <vp>/<worker>.", valueName: "id"))
  var session: String?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Only events of matching types; '!' excludes them (repeatable).", valueName: "glob"))
  var type: [String] = []

  @Option(help: ArgumentHelp("Only events of this ledger.", valueName: "name")) var ledger: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Only events after this position or cursor.", valueName: "place"))
  var after: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Only events before this position or cursor.", valueName: "place"))
  var before: String?

  @Option(
    help: ArgumentHelp("Only events recorded since: a time, 2h, 14:05.", valueName: "time"),
    transform: TimeInput.argument)
  var since: TimeInput?

  @Option(
    help: ArgumentHelp("Only events recorded until this time.", valueName: "time"),
    transform: TimeInput.argument)
  var until: TimeInput?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Print only this many of the last events.", valueName: "n"))
  var tail: Int?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Print at most this many events.", valueName: "n"))
  var limit: Int?

  @Flag(name: [.short, .long], help: "Keep running, and print events as they are recorded.")
  var follow = false

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let tools = try invocation.tools()
    let query = try await query(invocation, tools)
    let (logs, warnings) = try await tools.fleet.logs(ledger)
    try await tools.fleet.checkIsReached(query.after)
    try await tools.fleet.check(query.stream, liesIn: ledger)
    for warning in warnings { invocation.warn(warning.message) }
    let printer = EventPrinter(invocation: invocation, follows: follow)
    try await query.run(over: logs.map(\.log), follow: follow) { event, place in
      try printer.print(event, at: place)
      if follow { try invocation.console.out.flush() }
      return true
    }
    // The log of an unknown session is as empty as that of a silent one; if followed, it may yet
    // come.
    if let session, !printer.hasPrinted, !follow {
      _ = try await tools.fleet.knownSession(Arguments.sessionID(session))
    }
    return .success
  }

  private func query(_ invocation: Invocation, _ tools: ToolContext) async throws -> LogQuery {
    var request = ReadEvents()
    if let mission {
      request.stream = try await invocation.mission(mission, tools).stream
    } else if let session {
      request.stream = try Arguments.sessionID(session).stream
    }
    request.types = type
    request.ledger = ledger
    (request.after, request.before) = (after, before)
    request.since = since?.past(invocation.time)
    request.until = until?.past(invocation.time)
    (request.tail, request.limit) = (tail, limit)
    return try request.query(of: tools.fleet)
  }

  func validate() throws {
    if mission != nil, session != nil {
      throw ValidationError("--mission and --session can't be combined.")
    }
    if follow, before != nil || until != nil {
      throw ValidationError("--follow continues without end: leave out --before and --until.")
    }
    if type.contains("") { throw ValidationError("--type is empty: give a glob.") }
    for (name, value) in [("--tail", tail), ("--limit", limit)] {
      if let value, value < 0 { throw ValidationError("\(name) must be 0 or more, not \(value).") }
    }
  }
}
