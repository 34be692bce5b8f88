import CanonicalJSON
import MissionControl
import MissionModel
import MissionTools

/// What `--dry-run` answers: the missions that would be acted on, as they are, and those that would be refused.
struct BatchRehearsal: ToolAnswer {
  /// A mission that the command wouldn't be done to.
  struct Refusal: JSONWritable {
    /// The mission, or what the caller named one by that can't be found.
    let missionID: String
    let error: any JSONWritable & Sendable
    /// What the error says.
    let message: String

    func write(into writer: inout JSONWriter) {
      writer.object { writer in
        writer.field("mission_id", missionID)
        writer.key("error")
        error.write(into: &writer)
      }
    }
  }

  let verb: String
  let missions: [MissionView]
  let refused: [Refusal]
  let warnings: [Warning]

  func write(into writer: inout JSONWriter) {
    writer.field("dry_run", true)
    writer.field("would", verb)
    writer.field("count", missions.count)
    writer.field(
      "missions",
      array: { writer in
        for mission in missions {
          writer.nextElement()
          mission.writeSummary(into: &writer)
        }
      })
    writer.field("refused", refused)
  }
}
