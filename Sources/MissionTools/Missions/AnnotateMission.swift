import MissionControl
package import MissionModel

/// `annotate`: adds a remark to a mission.
package struct AnnotateMission: FleetRequest {
  package static let summary = "Adds a remark to a mission."

  static let note = Parameter("note", .text(bytes: 1...65_536), required: true, "The remark.")
  static let data = Parameter("data", .value, "Any JSON for machines, beside the note.")
  package static let parameters = [Parameter.missionID, note, data]

  /// The mission.
  private let missionID: MissionID
  /// The remark.
  private let annotation: MissionAnnotated

  package init(_ arguments: Arguments) throws(MissionError) {
    missionID = try arguments.missionID()
    annotation = MissionAnnotated(
      note: try arguments.requiredText(Self.note), data: arguments.value(Self.data))
  }

  package func check() throws(MissionError) {
    try Self.note.check(annotation.note)
  }

  package func perform(_ context: ToolContext) async throws -> OneMissionAnswer {
    OneMissionAnswer(
      mission: try await context.fleet.annotate(missionID, annotation, context.call))
  }
}
