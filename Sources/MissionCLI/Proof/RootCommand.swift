import ArgumentParser
import EventLog
import MissionTools

/// `root`: the log roots, the line to keep outside.
struct RootCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "root", abstract: "Print the log roots: the line to keep elsewhere.",
    discussion: """
      Example:
        missionlog root >> /elsewhere/roots
      """)

  @Option(help: ArgumentHelp("Of this ledger alone.", valueName: "name")) var ledger: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("As of this position (wants --ledger).", valueName: "position"))
  var at: Int64?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let answer = try await ShowRoots(ledger: ledger, at: at).answer(try invocation.tools())
    return try invocation.show(answer) { answer, page in
      for root in answer.roots {
        // The line to keep elsewhere: the same on every screen, so never cut, coloured or in local time.
        try page.line("\(root.ledger) \(root.size) \(root.hex) \(answer.time)")
      }
    }
  }

  func validate() throws {
    if at != nil, ledger == nil { throw ValidationError("--at wants --ledger beside it.") }
  }
}
