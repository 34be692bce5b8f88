import CanonicalJSON
import MissionClient
import MissionControl
import MissionModel
import MissionTools

/// The answer of `--dry-run`: the missions that would be acted on, as they are, those already done,
/// and those that would be refused.
struct BatchRehearsal: ToolAnswer {
  /// A mission that would be refused.
  struct Refusal: JSONWritable {
    /// The mission's id, or the caller's name for a mission that can't be found.
    let missionID: String
    let error: MissionError

    func write(into writer: inout JSONWriter) {
      writer.object { writer in
        writer.field("mission_id", missionID)
        writer.field("error", error)
      }
    }
  }

  let verb: RehearsedCommand
  let warnings: [Warning]
  private(set) var missions: [MissionView] = []
  private(set) var already: [MissionView] = []
  var refused: [Refusal] = []

  init(verb: RehearsedCommand, warnings: [Warning]) {
    self.verb = verb
    self.warnings = warnings
  }

  /// Adds the answer of the rehearsal on one mission.
  mutating func add(_ answer: JSONObject) throws {
    let mission = try answer.mission("mission")
    if let refusal = answer["refusal"] {
      guard let error = MissionError(answered: JSONInput.object(["error": refusal]).bytes) else {
        throw MissionError(.internalError, "the refusal in the answer can't be read")
      }
      refused.append(.init(missionID: mission.state.facts.missionID.rawValue, error: error))
    } else if answer.flag("already") {
      already.append(mission)
    } else {
      missions.append(mission)
    }
  }

  func write(into writer: inout JSONWriter) {
    writer.field("dry_run", true)
    writer.field("would", verb.rawValue)
    writer.field("count", missions.count)
    for (name, missions) in [("missions", missions), ("already", already)] {
      writer.field(
        name,
        array: { writer in
          for mission in missions {
            writer.nextElement()
            mission.writeSummary(into: &writer)
          }
        })
    }
    writer.field("refused", refused)
  }

  /// Draws the missions that would not refuse the command.
  func write(to page: Page) throws {
    for (title, missions) in [
      ("Would \(verb.rawValue):", missions), ("\(doneBefore), so nothing would change:", already),
    ] where !missions.isEmpty {
      try page.line(title)
      try page.table(MissionTable.table(missions, page.time))
    }
  }

  private var doneBefore: String {
    switch verb {
    case .cancel: "Already cancelled, or asked to stop"
    case .retry: "Already retried"
    case .acknowledge: "Already acknowledged"
    }
  }
}
