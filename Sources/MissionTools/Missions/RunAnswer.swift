package import CanonicalJSON
package import MissionControl
package import MissionModel

/// What `run` answers: the mission as it ended, and the files that it left.
package struct RunAnswer: ToolAnswer {
  /// The mission.
  package let mission: MissionView
  /// Its files; nil where it left no place for them.
  package let artifacts: ArtifactsResult?
  package let warnings: [Warning]

  /// Makes the answer.
  package init(mission: MissionView, artifacts: ArtifactsResult?, warnings: [Warning] = []) {
    self.mission = mission
    self.artifacts = artifacts
    self.warnings = warnings
  }

  package var hint: String? { NextCall.after(mission) }

  package func write(into writer: inout JSONWriter) {
    writer.field("mission", mission.summary)
    writer.field("artifacts", artifacts?.artifacts ?? [])
  }
}
