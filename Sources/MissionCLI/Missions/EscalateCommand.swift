import ArgumentParser
import MissionModel
import MissionTools

/// `escalate`: records that a person must look at a mission.
struct EscalateCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "escalate", abstract: "Record that a person must look at a mission.",
    discussion: """
      Example:
        missionlog escalate 3f9a12bc --summary "Credentials are missing" \\
          --why "Only you have them"
      """)

  @Argument(help: "The mission.", completion: .missions) var id: String

  @Option(parsing: .unconditional, help: ArgumentHelp("What the problem is.", valueName: "text"))
  var summary: String

  @Option(
    name: [.customLong("why"), .customLong("why-escalating")], parsing: .unconditional,
    help: ArgumentHelp("Why a person is needed.", valueName: "text"))
  var why: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What you recommend that the person do.", valueName: "text"))
  var recommendedAction: String?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(at place: some Workplace) async throws -> Exit {
    let answer = try await place.answer(
      EscalateMission.self, to: .mission(id, word: "escalate"),
      [
        "summary": JSONInput.text(summary), "why_escalating": JSONInput.text(why),
        "recommended_action": recommendedAction.map(JSONInput.text),
      ])
    return try place.invocation.showPage(answer) { answer, page in
      let short = try answer.object("mission").missionID.short
      try page.line("\(short)  escalated; 'missionlog status' shows it until it is acknowledged")
    }
  }
}
