import ArgumentParser
import CanonicalJSON
import MissionTools

/// `work cancelled`: the cancel was carried out.
struct WorkCancelled: ServedReport {
  static let configuration = CommandConfiguration(
    commandName: "cancelled", abstract: "Say that a requested cancel was carried out.",
    discussion: """
      Example:
        missionlog work cancelled 3f9a12bc --worker-id me --attempt 1
      """)

  @OptionGroup var work: WorkOptions

  @Option(parsing: .unconditional, help: ArgumentHelp("What was stopped.", valueName: "text"))
  var reason: String?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  static let word = "cancelled"

  var members: [String: JSONText?] {
    ["reason": reason.map(JSONInput.text)]
  }

  func run(_ invocation: Invocation) async throws -> Exit {
    try await work.report(ReportCancelled.self, members, invocation)
  }
}
