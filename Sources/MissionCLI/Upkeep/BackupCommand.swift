import ArgumentParser
import MissionControl
import MissionTools

/// `backup`: a consistent copy of the home's ledgers.
struct BackupCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy every ledger consistently, while work continues.",
    discussion: """
      The folder must be empty or not exist yet. The runtime ledger is copied first, so that no \
      bridge cursor is ahead of the ledger that it reads. manifest.json records how far each \
      copy goes, and its root. Workspaces are not copied. Every reading command works on the \
      folder with --home. Each copy is verified. If a ledger is damaged but its root can still \
      be computed, its copy is kept and the exit code is 74.

      Examples:
        missionlog backup /backups/2026-11-28
        missionlog verify --full --home /backups/2026-11-28
      """)

  @Argument(help: "The folder for the copies.", completion: .directory) var folder: String

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let path = invocation.absolute(folder)
    let answer = try await invocation.withProgress("copying") { bar in
      try await BackUpHome(folder: path).answer(try invocation.tools()) {
        bar.update(done: Int64($1), of: Int64($2))
      }
    }
    let exit = try invocation.show(answer, failing: answer.result.damage) { answer, page in
      for ledger in answer.result.manifest.ledgers {
        try page.line(
          "\(ledger.ledger): \(CountText.text(ledger.size, "event")), \(ByteText.text(ledger.bytes))"
        )
      }
      try page.line("copied to \(answer.result.folder)")
    }
    if answer.result.damage == nil {
      invocation.hint(["verify", "--full", "--home", folder], "verify it")
    }
    return exit
  }

  func validate() throws { try PathInput.check(["<folder>": folder]) }
}
