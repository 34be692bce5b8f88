import CanonicalJSON
import MissionControl
import MissionModel
import MissionTools

/// The one mission that a part of its id means.
struct FindMission: Sendable {
  static let matching = Parameter(
    "matching", .text(bytes: 1...128), required: true,
    "Its id, or at least 4 characters from the beginning (after vp-mission-) or the end of it.")

  static let route = Route.question(
    "/api/v1/mission-id", "Names the one mission whose id is, begins with or ends with a text.",
    answer: AnswerFields.missionID, parameters: [matching]
  ) { arguments, context in
    let text = try arguments.requiredText(matching)
    return MissionIDAnswer(missionID: try await context.fleet.mission(matching: text))
  }
}

/// The id of a mission.
private struct MissionIDAnswer: ToolAnswer {
  let missionID: MissionID

  func write(into writer: inout JSONWriter) {
    writer.field("mission_id", missionID.rawValue)
  }
}
