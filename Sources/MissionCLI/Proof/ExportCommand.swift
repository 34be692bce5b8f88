import ArgumentParser
import CanonicalJSON
import MissionControl
import MissionModel
import MissionReplay
import MissionTools
import Synchronization

/// `export`: the ledgers' content, in a form that other programs read.
struct ExportCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Print events, traces of missions, or a plain SQLite file.",
    discussion: """
      jsonl: one event per line, with everything that its leaf and the root are computed from; \
      tools/verify-export.py recomputes them, and import reads the file. otlp: one mission per \
      line, as a JSON trace that OpenTelemetry collectors read. sqlite: a database with payloads \
      as JSON and views for people (timeline, failures, attempts, questions, chains).

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

  @Option(help: ArgumentHelp("Only this ledger.", valueName: "name")) var ledger: String?

  @Option(
    help: ArgumentHelp("Only this mission's events.", valueName: "id"), completion: .missions)
  var mission: String?

  @Option(help: ArgumentHelp("The output format.", valueName: "form")) var format: Form = .jsonl

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp(
      "Write to a new file instead of standard output; an existing file is never replaced.",
      valueName: "file"), completion: .file())
  var output: String?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let tools = try invocation.tools()
    var id: MissionID?
    if let mission { id = try await invocation.mission(mission, tools) }
    let warnings = Mutex<[Warning]>([])
    let export = FleetExport(tools.fleet, ledger: ledger, mission: id) { warning in
      if !answers { invocation.warn(warning.message) }
      warnings.withLock { $0.append(warning) }
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
    return try finish(warnings.withLock { $0 }, invocation)
  }

  func validate() throws {
    try PathInput.check(["--output": output])
    if format == .sqlite, globals.json, output == nil {
      throw ValidationError("--json can't print a database: give --output FILE.")
    }
  }

  /// Whether standard output is free for an answer, since the export goes into a file.
  var answers: Bool { globals.json && output != nil }

  /// Prints the answer, if one is wanted: where the export went, and what it leaves out.
  func finish(_ said: [some JSONWritable & Sendable], _ invocation: Invocation) throws -> Exit {
    if answers, let output {
      try invocation.print(
        json: ExportAnswer(file: output, format: format.rawValue, said: said).json)
    }
    return .success
  }
}

/// The answer of an `export` into a file.
private struct ExportAnswer<Said: JSONWritable & Sendable>: ToolAnswer {
  let file: String
  let format: String
  /// The warnings.
  let said: [Said]

  func write(into writer: inout JSONWriter) {
    writer.field("file", file)
    writer.field("format", format)
    if !said.isEmpty { writer.field("warnings", said) }
  }
}
