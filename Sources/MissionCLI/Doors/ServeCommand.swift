import ArgumentParser
import CanonicalJSON
import MissionControl
import MissionModel
import MissionReplay
import MissionTools
import Platform

/// `serve`: answers over HTTP, with the bridge and the reconciler running.
struct ServeCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve the HTTP API, the dashboard, MCP and metrics.",
    discussion: """
      Prints the address to open, which includes the token. While it runs, it carries mission \
      events into feeds and reconciles stale missions. On SIGTERM it finishes what was begun, \
      then ends.

      Without --token-file, the token is in the home's file 'token', made at the first start and \
      readable by this user only.

      Example:
        missionlog serve --port 7878
      """)

  @Option(
    help: ArgumentHelp("The address to listen on (default: 127.0.0.1).", valueName: "address"))
  var host: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The port (default: 7878); 0 picks a free one.", valueName: "n"))
  var port: Int?

  @Option(
    help: ArgumentHelp(
      "What to log on standard error: debug (every request), info, notice, warning or error.",
      valueName: "level"))
  var logLevel = LogLevel.notice

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  var serverUse: ServerUse { .ownMatter }

  /// How much is logged.
  enum LogLevel: String, ExpressibleByArgument, CaseIterable {
    case debug, info, notice, warning, error
  }

  func run(_ invocation: Invocation) async throws -> Exit {
    if let url = invocation.serverURL {
      throw MissionError(
        .validationError,
        "serve serves a home, and the server at \(url) serves its own: \(invocation.wayToAHome)")
    }
    let fleet = try invocation.tools().fleet
    let signals = try SignalWatch.stream(Signals.ending)
    let lines = BlockingPool(name: "server-log", threads: 1)
    let request = ServeRequest(
      fleet, host: host, port: port,
      tokenFile: invocation.tokenFile, logLevel: logLevel.rawValue,
      // A blocked terminal must not hold up a request.
      log: { line in lines.submit { invocation.note(StyledLine(line)) } },
      notice: { invocation.note($0) },
      started: { try? Self.tell($0, invocation) },
      ends: { for await _ in signals { return } })
    try await invocation.doors.http(request)
    return .success
  }

  func validate() throws {
    if let port, !(0...65_535).contains(port) {
      throw ValidationError("--port must be 0 to 65535, not \(port).")
    }
  }

  /// Prints where the server listens: one object a line under `--json`.
  private static func tell(_ started: ServeRequest.Started, _ invocation: Invocation) throws {
    if invocation.globals.json {
      var writer = JSONWriter(order: .asWritten)
      writer.object { writer in
        writer.field("ok", true)
        writer.field("address", started.address)
        writer.field("token_file", started.tokenFile)
      }
      try invocation.print(json: writer.finish())
    } else {
      try invocation.console.out.line(started.address)
    }
    try invocation.console.out.flush()
  }
}
