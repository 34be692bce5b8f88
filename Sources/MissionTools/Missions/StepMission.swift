package import CanonicalJSON
import EventLog
package import MissionControl
package import MissionModel
package import MissionReplay

/// `step`: a mission after each of its events.
package struct StepMission: Sendable {
  /// The mission.
  private let missionID: MissionID
  /// Whether every heartbeat is a step; else a run of them is one.
  package var heartbeats = false
  /// The version of the one event whose step is wanted; nil for all.
  package var version: Int64?

  /// Makes a call for every step.
  package init(_ missionID: MissionID) {
    self.missionID = missionID
  }

  /// Replays the mission.
  ///
  /// - Throws: `validation_error` for a version that the mission doesn't have.
  package func answer(_ context: ToolContext) async throws -> StepAnswer {
    try answer(
      of: try await Replay(context.fleet).steps(of: missionID, heartbeats: wantsHeartbeats),
      warnings: context.fleet.standingWarnings)
  }

  /// Whether every heartbeat is a step of its own: on demand, and to find the wanted one.
  package var wantsHeartbeats: Bool { heartbeats || version != nil }

  /// Picks the wanted steps from all of the mission's.
  ///
  /// - Throws: `validation_error` for a version that the mission doesn't have.
  package func answer(
    of all: [MissionStep], warnings: [Warning] = []
  ) throws(MissionError) -> StepAnswer {
    var steps = all
    if let version {
      let last = steps.last?.event.version ?? 0
      steps = steps.filter { $0.event.version == version }
      guard !steps.isEmpty else {
        throw MissionError.validation(
          "\(missionID) has no version \(version); there are 1 to \(last)", field: "at")
      }
    }
    return StepAnswer(missionID: missionID, steps: steps, warnings: warnings)
  }
}

/// What `step` answers.
package struct StepAnswer: ToolAnswer {
  /// The mission.
  package let missionID: MissionID
  /// Its steps.
  package let steps: [MissionStep]
  package let warnings: [Warning]

  package func write(into writer: inout JSONWriter) {
    writer.field("mission_id", missionID.rawValue)
    writer.field("count", steps.count)
    writer.field("steps", steps)
  }
}
