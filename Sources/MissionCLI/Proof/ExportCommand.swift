import ArgumentParser
import EventLog
import EventProjections
import MissionControl
import MissionModel
import MissionReplay
import MissionTools

/// `export`: events as lines from which anyone recomputes the root.
struct ExportCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Print events as lines of JSON, with all that their root is made of.",
    discussion: """
      Example:
        missionlog export --ledger vp > vp.jsonl
      """)

  /// The forms of an export.
  enum Form: String, CaseIterable, ExpressibleByArgument {
    case jsonl
  }

  @Option(help: ArgumentHelp("Of this ledger alone.", valueName: "name")) var ledger: String?

  @Option(
    help: ArgumentHelp("Of this mission's stream alone.", valueName: "id"), completion: .missions)
  var mission: String?

  @Option(help: ArgumentHelp("The form.", valueName: "form")) var format: Form = .jsonl

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let tools = try invocation.tools()
    var stream: StreamName?
    if let mission { stream = try await invocation.mission(mission, tools).stream }
    let (logs, warnings) = try await tools.fleet.logs(ledger)
    // What is left out of an export must stop it: a backup that lacks a ledger is none.
    if let error = warnings.compactMap(\.error).first { throw error }
    for log in logs {
      try await LedgerExport(log.log).lines(of: stream) { line in
        try invocation.console.out.write(bytes: line + [0x0A])
        return true
      }
    }
    return .success
  }
}
