import ArgumentParser
import MissionTools

/// `import`: another ledger's history into this home.
struct ImportCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Import an export, or a ledger of missionlog's predecessor.",
    discussion: """
      The file and its write-ahead log are only read. Each mission of the predecessor keeps its \
      id and goes into its VP's lane, with the status and times of its row. Its events are kept \
      beside it, and so is any later row that differs. Oddities are kept and reported, never \
      refused. Secrets that match `redact` in the configuration are removed and reported. A \
      second run appends nothing; after a kill, it continues where it stopped.

      An export goes event by event, with the same root, into ledgers that are empty or hold \
      only its beginning. It goes into any other ledger as missions, like a ledger of the \
      predecessor. A complete import appends an event that says so: from then on, the rest of a \
      longer export comes as missions, and those already here are not kept again. An export is \
      proof: nothing is removed from it.

      Examples:
        missionlog import old/vp_state.db --dry-run
        missionlog import vp.jsonl
      """)

  @Argument(help: "The file to import.", completion: .file()) var file: String

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
