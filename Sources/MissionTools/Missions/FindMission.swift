package import CanonicalJSON
import MissionControl
package import MissionModel

/// The one mission that a part of its id stands for.
package struct FindMission: FleetRequest {
  package static let summary =
    "Names the one mission whose id is, begins with or ends with a text."

  static let matching = Parameter(
    "matching", .text(bytes: 1...128), required: true,
    "Its id, or at least 4 characters from the beginning (after vp-mission-) or the end of it.")
  package static let parameters = [matching]

  private let text: String

  package init(_ arguments: Arguments) throws(MissionError) {
    text = try arguments.requiredText(Self.matching)
  }

  /// Checks nothing: the lookup refuses a text that is no id, as everywhere.
  package func check() throws(MissionError) {}

  package func perform(_ context: ToolContext) async throws -> MissionIDAnswer {
    MissionIDAnswer(missionID: try await context.fleet.mission(matching: text))
  }
}

/// The id of a mission.
package struct MissionIDAnswer: DescribedAnswer {
  package static let fields = [Field("mission_id", .text)]

  let missionID: MissionID

  package func write(into writer: inout JSONWriter) {
    writer.field("mission_id", missionID.rawValue)
  }
}
