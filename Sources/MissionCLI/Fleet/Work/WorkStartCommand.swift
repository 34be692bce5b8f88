import ArgumentParser
import CanonicalJSON
import MissionTools

/// `work start`: the work has begun.
struct WorkStartCommand: WorkReport {
  static let configuration = CommandConfiguration(
    commandName: "start", abstract: "Report that the work has begun.",
    discussion: """
      Example:
        missionlog work start 3f9a12bc --worker-id me --attempt 1
      """)

  @OptionGroup var work: WorkOptions

  @Option(
    help: ArgumentHelp(
      "The absolute path of the work folder; without it, declared files are not hashed.",
      valueName: "dir"))
  var workspace: String?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  typealias Request = ReportStart

  var members: [String: JSONText?] {
    ["workspace": workspace.map(JSONInput.text)]
  }
}
