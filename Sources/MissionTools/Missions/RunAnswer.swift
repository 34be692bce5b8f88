package import CanonicalJSON
package import MissionControl
package import MissionModel

/// What `run` answers: the mission as it ended, and the files that it left.
package struct RunAnswer: ToolAnswer {
  /// The mission.
  package let mission: MissionView
  /// Its files; nil where it left no place for them.
  package let artifacts: ArtifactsResult?
  /// Whether the mission was there already, by its key.
  package let replayed: Bool
  package let warnings: [Warning]
  private let dispatchHint: String?

  /// Makes the answer; `dispatchHint` is what the dispatch hinted at of a mission that had ended.
  package init(
    mission: MissionView, artifacts: ArtifactsResult?, replayed: Bool, dispatchHint: String?,
    warnings: [Warning] = []
  ) {
    self.mission = mission
    self.artifacts = artifacts
    self.replayed = replayed
    self.dispatchHint = dispatchHint
    self.warnings = warnings + (artifacts?.warnings ?? [])
  }

  package var hint: String? { dispatchHint ?? NextCall.after(mission) }

  package func write(into writer: inout JSONWriter) {
    writer.field("mission", mission.summary)
    writer.field("artifacts", artifacts?.artifacts ?? [])
    writer.field("replayed", replayed)
  }
}
