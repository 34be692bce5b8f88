package import CanonicalJSON
package import MissionControl
package import MissionModel

/// `prune`: empties the workspaces of missions that ended long ago.
package struct PruneWorkspaces: FleetRequest {
  package static let summary =
    "Empties workspaces of missions that ended long ago, keeping receipt, marker and deliverables."

  static let olderThan = Parameter(
    "older_than_seconds", .number(0...3_153_600_000), standard: "2592000",
    "How long ago a mission must have ended, in seconds.")
  static let dryRun = Parameter(
    "dry_run", .boolean, standard: "false", "Whether only to list what would be removed.")
  package static let parameters = [olderThan, dryRun]

  /// What is wanted.
  package var request = PruneRequest()

  package init() {}

  package init(_ arguments: Arguments) throws(MissionError) {
    request.olderThanSeconds = try arguments.number(Self.olderThan) ?? request.olderThanSeconds
    request.isRehearsal = try arguments.flag(Self.dryRun) ?? false
  }

  package func check() throws(MissionError) {
    try Self.olderThan.check(request.olderThanSeconds)
  }

  package func perform(_ context: ToolContext) async throws -> PruneAnswer {
    PruneAnswer(
      request: request, result: try await Pruning(of: context.fleet, request).run(context.call))
  }
}

/// What `prune` answers.
package struct PruneAnswer: ToolAnswer {
  /// What was wanted.
  package let request: PruneRequest
  /// What was done.
  package let result: PruneResult

  package var warnings: [Warning] { result.warnings }
  package var hint: String? {
    request.isRehearsal && !result.workspaces.isEmpty
      ? "the same call without dry_run removes it" : nil
  }

  package func write(into writer: inout JSONWriter) {
    writer.field("dry_run", request.isRehearsal)
    writer.field("older_than_seconds", request.olderThanSeconds)
    writer.field("count", result.workspaces.count)
    writer.field("bytes_freed", result.bytesFreed)
    writer.field("workspaces", result.workspaces)
    writer.field(
      "kept",
      object: { writer in
        for reason in PruneRule.Reason.allCases {
          writer.field(reason.rawValue, result.kept[reason] ?? 0)
        }
      })
  }
}

extension PruneResult.Workspace: JSONWritable {
  /// Writes what became of the workspace.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("mission_id", mission.rawValue)
      writer.field("workspace", path)
      writer.field("files", files)
      writer.field("bytes_freed", bytesFreed)
      writer.field("error", failure)
    }
  }
}
