import ArgumentParser
import CanonicalJSON
import MissionTools

/// `work cancelled`: the cancel was carried out.
struct WorkCancelledCommand: WorkReport {
  static let configuration = CommandConfiguration(
    commandName: "cancelled", abstract: "Report that a requested cancel was carried out.",
    discussion: """
      Example:
        missionlog work cancelled 3f9a12bc --worker-id me --attempt 1
      """)

  @OptionGroup var work: WorkOptions

  @Option(parsing: .unconditional, help: ArgumentHelp("What was stopped.", valueName: "text"))
  var reason: String?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  typealias Request = ReportCancelled

  var members: [String: JSONText?] {
    ["reason": reason.map(JSONInput.text)]
  }
}
