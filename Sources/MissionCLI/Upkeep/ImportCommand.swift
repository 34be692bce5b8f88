import ArgumentParser
import MissionControl
import MissionTools

/// `import`: another ledger's history into this home.
struct ImportCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take over a ledger of the predecessor, or an export.",
    discussion: """
      The file is only read, its write-ahead log with it. Each mission arrives under its own id in the lane of its VP, \
      with the status and times of its row; its events are kept beside it, and so is its row where that is another one \
      later. Nothing is refused for being odd: it is kept and told. Secrets that `redact` in the configuration names are \
      taken out, and told. Run again, it appends nothing; after a kill it goes on where it was.

      An export goes into ledgers that are empty, or hold its beginning and nothing else, event by event, to the same \
      root; into any other as missions, like a ledger of the predecessor. An import to its end adds an event that says \
      so: the rest of a longer export then comes as missions, and what is here already is not kept again. An export is \
      proof: nothing is taken out of it.

      Examples:
        missionlog import old/vp_state.db --dry-run
        missionlog import vp.jsonl
      """)

  @Argument(help: "The file.", completion: .file()) var file: String

  @Flag(help: "Show what would be done; change nothing.") var dryRun = false

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let tools = try invocation.tools()
    let call = ImportHistory(path: invocation.absolute(file), name: file, isRehearsal: dryRun)
    let answer = try await invocation.withProgress("importing") { bar in
      try await call.answer(tools) { bar.update(done: Int64($0), of: Int64($1)) }
    }
    return try invocation.show(answer) { try ImportPage(page: $1).write($0.report) }
  }

  func validate() throws { try PathInput.check(["<file>": file]) }
}
