import ArgumentParser
import MissionTools

/// `work heartbeat`: the worker is alive.
struct WorkHeartbeat: Command {
  static let configuration = CommandConfiguration(
    commandName: "heartbeat", abstract: "Renew the lease.",
    discussion: """
      Example:
        missionlog work heartbeat 3f9a12bc --worker-id me --attempt 1
      """)

  @OptionGroup var work: WorkOptions

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    try await work.report(ReportHeartbeat.self, [:], invocation)
  }
}
