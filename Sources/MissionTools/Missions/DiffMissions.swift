package import CanonicalJSON
package import MissionControl
package import MissionModel
package import MissionReplay

/// `diff`: two missions' courses, and where they part.
package struct DiffMissions: Sendable {
  /// The mission that is compared.
  private let first: MissionID
  /// The mission that it is compared with.
  private let second: MissionID

  package init(_ first: MissionID, _ second: MissionID) {
    self.first = first
    self.second = second
  }

  /// Compares them.
  package func answer(_ context: ToolContext) async throws -> DiffAnswer {
    DiffAnswer(
      diff: try await Replay(context.fleet).diff(first, second),
      warnings: context.fleet.standingWarnings)
  }
}

/// What `diff` answers.
package struct DiffAnswer: ToolAnswer {
  /// The comparison.
  package let diff: MissionDiff
  package let warnings: [Warning]

  /// Makes the answer.
  package init(diff: MissionDiff, warnings: [Warning] = []) {
    self.diff = diff
    self.warnings = warnings
  }

  package func write(into writer: inout JSONWriter) {
    diff.writeMembers(into: &writer)
  }
}
