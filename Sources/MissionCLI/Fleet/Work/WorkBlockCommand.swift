import ArgumentParser
import CanonicalJSON
import MissionTools

/// `work block`: a question that stops the work.
struct WorkBlockCommand: WorkReport {
  static let configuration = CommandConfiguration(
    commandName: "block", abstract: "Ask a question; the mission then waits for the answer.",
    discussion: """
      Example:
        missionlog work block 3f9a12bc --worker-id me --attempt 1 \\
          --question "Overwrite it?" --options yes --options no
      """)

  @OptionGroup var work: WorkOptions

  @Option(parsing: .unconditional, help: ArgumentHelp("The question.", valueName: "text"))
  var question: String

  @Option(
    name: [.long, .customLong("option")], parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A possible answer (repeatable, or a JSON list).", valueName: "text"))
  var options: [String] = []

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  typealias Request = ReportBlock

  var members: [String: JSONText?] {
    get throws {
      [
        "question": JSONInput.text(question),
        "options": options.isEmpty ? nil : try JSONInput.list(options, option: "options"),
      ]
    }
  }
}
