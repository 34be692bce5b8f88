import MissionControl
package import MissionModel

/// `ack`: says that a person has looked, which clears a mission's call for attention until it
/// moves.
package struct AcknowledgeMission: FleetRequest {
  package static let summary = "Records that a person has looked at a mission."

  static let note = Parameter("note", .text(bytes: 1...65_536), "What was found.")
  package static let parameters = [Parameter.missionID, note]

  /// The mission.
  private let missionID: MissionID
  /// What was found.
  private let note: String?

  package init(_ arguments: Arguments) throws(MissionError) {
    missionID = try arguments.missionID()
    note = try arguments.text(Self.note)
  }

  package func check() throws(MissionError) {
    try Self.note.check(note)
  }

  package func perform(_ context: ToolContext) async throws -> OneMissionAnswer {
    OneMissionAnswer(
      mission: try await context.fleet.acknowledge(missionID, note: note, context.call))
  }
}
