package import CanonicalJSON
package import MissionControl
import MissionModel
import Platform

/// `restore`: makes a home of a backup.
package struct RestoreHome: Sendable {
  /// The absolute path of the backup.
  private let folder: String

  package init(folder: String) {
    self.folder = folder
  }

  /// Verifies the backup and makes the context's home of it, telling how far it is.
  package func answer(
    _ context: ToolContext, progress: @escaping CopyProgress = { _, _, _ in }
  ) async throws -> RestoreAnswer {
    let fleet = context.fleet
    let restoration = Restoration(of: folder, into: fleet.home, fleet.surroundings)
    return RestoreAnswer(result: try await restoration.run(context.call, progress: progress))
  }
}

/// What `restore` answers.
package struct RestoreAnswer: ToolAnswer {
  /// What was made.
  package let result: RestoreResult

  package var warnings: [Warning] { result.warnings }

  package var hint: String? {
    result.unset.isEmpty
      ? nil
      : "the bridge waits for its cursors: bridge cursor set N --ledger "
        + result.unset.joined(separator: ", ")
  }

  package func write(into writer: inout JSONWriter) {
    writer.field("home", result.home.path)
    writer.field("made_at", result.manifest.madeAt.description)
    writer.field(
      "ledgers",
      array: { writer in
        for ledger in result.ledgers {
          writer.element(object: { writer in
            writer.field("ledger", ledger.entry.ledger)
            writer.field("size", ledger.entry.size)
            writer.field("root", ledger.entry.root)
            writer.field("previous_lineage", ledger.entry.lineage)
            writer.field("lineage", ledger.lineage)
          })
        }
      })
    writer.field(
      "cursors",
      object: { writer in
        for move in result.cursors { writer.field(move.ledger, move.target) }
      })
    writer.field("cursors_unset", result.unset)
  }
}
