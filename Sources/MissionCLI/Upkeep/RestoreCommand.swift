import ArgumentParser
import MissionControl
import MissionModel
import MissionReplay
import MissionTools

/// `restore`: makes a home of a backup.
struct RestoreCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Make a new home from a backup.",
    discussion: """
      The backup is first verified against its manifest. Rows that contradict its events are \
      rebuilt from the events. The new home must be empty or not exist yet. Its ledgers have the \
      same events and roots but new lineages: whatever the old home appends after the backup is \
      a separate history. The bridge continues where it stood. Workspaces are not in a backup.

      Example:
        missionlog restore /backups/2026-11-28 --home /srv/missionlog
      """)

  @Argument(help: "The backup's folder.", completion: .directory) var folder: String

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let path = invocation.absolute(folder)
    let answer = try await invocation.withProgress("restoring") { bar in
      try await RestoreHome(folder: path).answer(try invocation.tools()) {
        bar.update(done: Int64($1), of: Int64($2))
      }
    }
    let exit = try invocation.show(answer) { answer, page in
      for ledger in answer.result.ledgers {
        try page.line(
          "\(ledger.entry.ledger): \(CountText.text(ledger.entry.size, "event")), "
            + "lineage \(ledger.lineage) (was \(ledger.entry.lineage))")
      }
      for move in answer.result.cursors {
        try page.line(
          "the bridge continues in \(move.ledger) after event \(CountText.text(move.target))",
          .faint)
      }
      try page.line("restored to \(answer.result.home.path)")
    }
    if !answer.result.unset.isEmpty, let hint = answer.hint { invocation.warn(hint) }
    return exit
  }

  func validate() throws { try PathInput.check(["<folder>": folder]) }
}
