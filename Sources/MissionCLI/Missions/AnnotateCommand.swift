import ArgumentParser
import MissionModel
import MissionTools

/// `annotate`: adds a note to a mission's log.
struct AnnotateCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "annotate", abstract: "Add a note to a mission.",
    discussion: """
      Example:
        missionlog annotate 3f9a12bc --note "Reviewed; the figures are right"
      """)

  @Argument(help: "The mission.", completion: .missions) var id: String

  @Option(parsing: .unconditional, help: ArgumentHelp("The note.", valueName: "text"))
  var note: String

  @Option(help: ArgumentHelp("Additional data, as JSON.", valueName: "json")) var data: String?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(at place: some Workplace) async throws -> Exit {
    let answer = try await place.answer(
      AnnotateMission.self, to: .mission(id, word: "annotate"),
      [
        "note": JSONInput.text(note),
        "data": try data.map { try JSONInput.value(of: $0, option: "data") },
      ])
    return try place.invocation.showPage(answer) { answer, page in
      try page.line("\(answer.object("mission").missionID.short)  noted")
    }
  }
}
