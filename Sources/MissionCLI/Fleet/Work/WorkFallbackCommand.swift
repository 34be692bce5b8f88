import ArgumentParser
import CanonicalJSON
import MissionTools

/// `work fallback`: the work goes on by other means.
struct WorkFallbackCommand: WorkReport {
  static let configuration = CommandConfiguration(
    commandName: "fallback", abstract: "Report that the work continues by other means.",
    discussion: """
      Example:
        missionlog work fallback 3f9a12bc --worker-id me --attempt 1 \\
          --from sdk --to cli --reason "rate limited"
      """)

  @OptionGroup var work: WorkOptions

  @Option(parsing: .unconditional, help: ArgumentHelp("What was tried.", valueName: "text"))
  var from: String

  @Option(parsing: .unconditional, help: ArgumentHelp("What is used instead.", valueName: "text"))
  var to: String

  @Option(parsing: .unconditional, help: ArgumentHelp("The reason.", valueName: "text")) var reason:
    String

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  typealias Request = ReportFallback

  var members: [String: JSONText?] {
    [
      "from": JSONInput.text(from), "to": JSONInput.text(to), "reason": JSONInput.text(reason),
    ]
  }
}
