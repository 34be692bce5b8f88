package import CanonicalJSON
package import MissionControl
package import MissionModel

/// What `run` answers: the mission as it ended, and the files that it left.
package struct RunAnswer: ToolAnswer {
  /// The mission.
  package let mission: MissionView
  /// The mission's files; nil where it left no folder for them.
  package let artifacts: ArtifactsResult?
  /// Whether the key found a mission that was there already.
  package let replayed: Bool
  package let warnings: [Warning]
  /// Whether the mission had ended before it was asked for.
  private let keyHadRun: Bool

  /// Makes the answer.
  package init(
    mission: MissionView, artifacts: ArtifactsResult?, replayed: Bool, keyHadRun: Bool,
    warnings: [Warning] = []
  ) {
    self.mission = mission
    self.artifacts = artifacts
    self.replayed = replayed
    self.keyHadRun = keyHadRun
    self.warnings = warnings + (artifacts?.warnings ?? [])
  }

  package var hint: String? {
    if keyHadRun { return NextCall.afterRun(of: mission, hasFiles: !isAtRest) }
    return isAtRest ? nil : NextCall.after(mission)
  }

  /// Whether nothing is left to do: the mission is completed, and its folder holds no file that can
  /// be read by its name.
  package var isAtRest: Bool { mission.nextStep == .read && artifacts?.filesListable == 0 }

  package func write(into writer: inout JSONWriter) {
    writer.field("mission", mission.summary)
    writer.field("artifacts", artifacts?.artifacts ?? [])
    writer.field("replayed", replayed)
  }
}
