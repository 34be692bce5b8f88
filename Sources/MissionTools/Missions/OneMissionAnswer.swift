package import CanonicalJSON
package import MissionModel

/// An answer that is a mission as it now is, in short.
package struct OneMissionAnswer: DescribedAnswer, OutcomeAnswer {
  package static let fields = [Field("mission", .shape(.missionSummary))]

  /// The mission.
  package let mission: MissionView
  /// Whether the mission's worker asked, whose next call differs from an orchestrator's.
  let isForWorker: Bool

  /// Makes the answer.
  package init(mission: MissionView, isForWorker: Bool = false) {
    self.mission = mission
    self.isForWorker = isForWorker
  }

  package var hint: String? {
    isForWorker ? NextCall.forWorker(of: mission) : NextCall.after(mission)
  }

  package func write(into writer: inout JSONWriter) {
    writer.field("mission", mission.summary)
  }
}
