package import CanonicalJSON
package import MissionControl
import Platform

/// `backup`: a consistent copy of every ledger, made while work goes on.
package struct BackUpHome: Sendable {
  /// The absolute path of a folder that is empty or not there yet.
  private let folder: String

  package init(folder: String) {
    self.folder = folder
  }

  /// Makes the backup, telling how far it is.
  package func answer(
    _ context: ToolContext, progress: @escaping CopyProgress = { _, _, _ in }
  ) async throws -> BackupAnswer {
    let backup = HomeBackup(of: context.fleet, into: folder)
    return BackupAnswer(result: try await backup.run(progress: progress))
  }
}

/// What `backup` answers.
package struct BackupAnswer: ToolAnswer {
  /// What was made.
  package let result: BackupResult

  package var warnings: [Warning] { result.warnings }

  package var hint: String? {
    guard result.damage == nil else { return nil }
    return "every reading command can read it (--home); `missionlog restore` makes a home from it"
  }

  package func write(into writer: inout JSONWriter) {
    writer.field("folder", result.folder)
    writer.field("manifest", result.folder + "/" + BackupManifest.fileName)
    writer.field("made_at", result.manifest.madeAt.description)
    writer.field("configuration", result.hasConfiguration)
    writer.field("ledgers", result.manifest.ledgers)
  }
}
