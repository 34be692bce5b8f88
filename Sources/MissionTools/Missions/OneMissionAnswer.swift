package import CanonicalJSON
package import MissionModel

/// An answer that is a mission as it now is, in short.
package struct OneMissionAnswer: DescribedAnswer {
  package static let fields = [Field("mission", .shape(.missionSummary))]

  /// The mission.
  package let mission: MissionView

  /// Makes the answer.
  package init(mission: MissionView) {
    self.mission = mission
  }

  package var hint: String? { NextCall.after(mission) }

  package func write(into writer: inout JSONWriter) {
    writer.field("mission", mission.summary)
  }
}
