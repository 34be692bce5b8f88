import ArgumentParser
import CanonicalJSON
import MissionTools

/// `work artifact`: a file that was made.
struct WorkArtifactCommand: WorkReport {
  static let configuration = CommandConfiguration(
    commandName: "artifact", abstract: "Declare a file that the mission made.",
    discussion: """
      Example:
        missionlog work artifact 3f9a12bc --worker-id me --attempt 1 --path report.md
      """)

  @OptionGroup var work: WorkOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The file's path in the workspace.", valueName: "path"))
  var path: String

  @Option(
    help: ArgumentHelp("deliverable or supporting (default: deliverable).", valueName: "role"),
    completion: .list(["deliverable", "supporting"]))
  var role: String?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  typealias Request = ReportArtifact

  var members: [String: JSONText?] {
    ["path": JSONInput.text(path), "role": role.map(JSONInput.text)]
  }
}
