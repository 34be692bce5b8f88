import ArgumentParser
import MissionControl
import MissionModel
import MissionReplay
import MissionTools
import Platform

/// `export`: what the ledgers hold, in a form that other programs read.
struct ExportCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Print events, traces of missions, or a plain SQLite file.",
    discussion: """
      jsonl: an event a line, with all that its leaf and the root are made of; tools/verify-export.py recomputes \
      them, import reads them. otlp: a mission a line, as OpenTelemetry's collectors read traces in JSON. sqlite: a \
      file with payloads as JSON and views for people (timeline, failures, attempts, questions, chains).

      Examples:
        missionlog export --ledger vp > vp.jsonl
        missionlog export --format otlp --mission 3f9a12bc
        missionlog export --format sqlite --output fleet.sqlite
      """)

  /// The forms of an export.
  enum Form: String, CaseIterable, ExpressibleByArgument {
    case jsonl
    case otlp
    case sqlite
  }

  @Option(help: ArgumentHelp("Of this ledger alone.", valueName: "name")) var ledger: String?

  @Option(
    help: ArgumentHelp("Of this mission's stream alone.", valueName: "id"), completion: .missions)
  var mission: String?

  @Option(help: ArgumentHelp("The form.", valueName: "form")) var format: Form = .jsonl

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp(
      "Into a new file instead of standard output; one that is there is left alone.",
      valueName: "file"), completion: .file())
  var output: String?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let tools = try invocation.tools()
    var id: MissionID?
    if let mission { id = try await invocation.mission(mission, tools) }
    let export = FleetExport(tools.fleet, ledger: ledger, mission: id) { warning in
      invocation.warn(warning.message)
    }
    let sink = try ExportSink(output, invocation.console)
    switch format {
    case .jsonl: try await sink.lines { try await export.events { try sink.line($0) } }
    case .otlp: try await sink.lines { try await export.traces { try sink.line($0) } }
    case .sqlite:
      try await sink.file(tools.fleet.surroundings.randomness) {
        try await export.copy(toSQLite: $0)
      }
    }
    return .success
  }
}
