import ArgumentParser
import CanonicalJSON
import MissionTools

/// `work fail`: the mission failed.
struct WorkFailCommand: WorkReport {
  static let configuration = CommandConfiguration(
    commandName: "fail", abstract: "Fail the mission.",
    discussion: """
      Example:
        missionlog work fail 3f9a12bc --worker-id me --attempt 1 --error "No network"
      """)

  @OptionGroup var work: WorkOptions

  @Option(parsing: .unconditional, help: ArgumentHelp("What went wrong.", valueName: "text"))
  var error: String

  @Option(help: ArgumentHelp("The kind of failure (default: self_reported).", valueName: "mode"))
  var failureMode: String?

  @OptionGroup var usage: UsageOption

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  typealias Request = ReportFail

  var members: [String: JSONText?] {
    [
      "error": JSONInput.text(error), "failure_mode": failureMode.map(JSONInput.text),
      "usage": usage.member,
    ]
  }
}
