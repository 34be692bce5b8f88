import ArgumentParser
import CanonicalJSON
import MissionTools

/// `work progress`: how far the work is.
struct WorkProgressCommand: WorkReport {
  static let configuration = CommandConfiguration(
    commandName: "progress", abstract: "Report how far the work has come.",
    discussion: """
      Example:
        missionlog work progress 3f9a12bc --worker-id me --attempt 1 \\
          --summary "Half done"
      """)

  @OptionGroup var work: WorkOptions

  @Option(parsing: .unconditional, help: ArgumentHelp("What was done.", valueName: "text"))
  var summary: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("0 to 100.", valueName: "n")) var percent:
    String?

  @OptionGroup var usage: UsageOption

  @Option(help: ArgumentHelp("Additional data, as JSON.", valueName: "json")) var detail: String?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  typealias Request = ReportProgress

  var members: [String: JSONText?] {
    get throws {
      [
        "summary": summary.map(JSONInput.text), "percent": percent.map(JSONInput.literal),
        "usage": usage.member,
        "detail": try detail.map { try JSONInput.any($0, option: "detail") },
      ]
    }
  }
}
