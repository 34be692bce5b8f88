import ArgumentParser
import CanonicalJSON
import MissionTools

/// `work complete`: the mission is done.
struct WorkCompleteCommand: WorkReport {
  static let configuration = CommandConfiguration(
    commandName: "complete", abstract: "Finish the mission.",
    discussion: """
      Example:
        missionlog work complete 3f9a12bc --worker-id me --attempt 1 --message "Done"
      """)

  @OptionGroup var work: WorkOptions

  @Option(parsing: .unconditional, help: ArgumentHelp("What was done.", valueName: "text"))
  var message: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Where the result is: workspace:///folder.", valueName: "ref"))
  var resultRef: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("What should be done next.", valueName: "text"))
  var nextAction: String?

  @OptionGroup var usage: UsageOption

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  typealias Request = ReportComplete

  var members: [String: JSONText?] {
    [
      "message": message.map(JSONInput.text), "result_ref": resultRef.map(JSONInput.text),
      "next_action": nextAction.map(JSONInput.text), "usage": usage.member,
    ]
  }
}
