import ArgumentParser
import MissionTools

/// `root`: the log roots, as lines to keep elsewhere.
struct RootCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "root", abstract: "Print the ledgers' roots, to be kept outside the home.",
    discussion: """
      Example:
        missionlog root >> /elsewhere/roots
      """)

  @Option(help: ArgumentHelp("Only this ledger.", valueName: "name")) var ledger: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The root as of this position (needs --ledger).", valueName: "position"))
  var at: Int64?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(at place: some Workplace) async throws -> Exit {
    let answer = try await place.ask(
      ShowRoots.self, of: .fleet(path: "root"),
      ["ledger": ledger.map(JSONInput.text), "at": at.map(JSONInput.number)])
    return try place.invocation.showPage(answer) { answer, page in
      let time = try answer.text("time")
      for root in try answer.objects("roots") {
        let (ledger, size) = (try root.text("ledger"), try root.integer("size"))
        // The line to keep elsewhere: the same on every screen, so never cut, coloured or in local
        // time.
        try page.line("\(ledger) \(size) \(try root.text("root")) \(time)")
      }
    }
  }

  func validate() throws {
    if at != nil, ledger == nil { throw ValidationError("--at needs --ledger.") }
  }
}
