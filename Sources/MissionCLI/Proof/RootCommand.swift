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
    try show(
      try await ShowRoots(ledger: ledger, at: at).answer(try invocation.tools()), invocation)
  }

  /// Prints a line for each root.
  func show(_ answer: some ToolAnswer, _ invocation: Invocation) throws -> Exit {
    try invocation.showPage(answer) { answer, page in
      let time = try answer.text("time")
      for root in try answer.objects("roots") {
        let (ledger, size) = (try root.text("ledger"), try root.integer("size"))
        // The line to keep elsewhere: the same on every screen, so never cut, coloured or in local time.
        try page.line("\(ledger) \(size) \(try root.text("root")) \(time)")
      }
    }
  }

  func validate() throws {
    if at != nil, ledger == nil { throw ValidationError("--at wants --ledger beside it.") }
  }
}
