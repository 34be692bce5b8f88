import MissionControl
package import MissionModel

/// `vp_escalate_mission`: records that a person must look.
package struct EscalateMission: ToolRequest {
  package static let name = "vp_escalate_mission"
  package static let summary = "Records that a person must look at a mission."
  package static let guide = "Use it when no retry will help, or when no agent may decide."
  package static let writes = true

  static let about = Parameter(
    "summary", .text(bytes: 1...4_096), required: true, "What is wrong, in a sentence or two.")
  static let why = Parameter(
    "why_escalating", .text(bytes: 1...4_096), required: true, "Why a person must decide.")
  static let action = Parameter(
    "recommended_action", .text(bytes: 1...4_096), "What you would do.")
  package static let parameters = [Parameter.missionID, about, why, action]

  /// The mission.
  private let missionID: MissionID
  /// What the person is told.
  private let escalation: MissionEscalated

  package init(_ arguments: Arguments) throws(MissionError) {
    missionID = try arguments.missionID()
    escalation = MissionEscalated(
      summary: try arguments.requiredText(Self.about),
      whyEscalating: try arguments.requiredText(Self.why),
      recommendedAction: try arguments.text(Self.action))
  }

  package func check() throws(MissionError) {
    try Self.about.check(escalation.summary)
    try Self.why.check(escalation.whyEscalating)
    try Self.action.check(escalation.recommendedAction)
  }

  package func perform(_ context: ToolContext) async throws -> OneMissionAnswer {
    OneMissionAnswer(
      mission: try await context.fleet.escalate(missionID, escalation, context.call))
  }
}
