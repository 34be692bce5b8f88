import ArgumentParser
import CanonicalJSON
import MissionTools

/// `work heartbeat`: the worker is alive.
struct WorkHeartbeatCommand: WorkReport {
  static let configuration = CommandConfiguration(
    commandName: "heartbeat", abstract: "Renew the lease.",
    discussion: """
      Example:
        missionlog work heartbeat 3f9a12bc --worker-id me --attempt 1
      """)

  @OptionGroup var work: WorkOptions

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  typealias Request = ReportHeartbeat

  var members: [String: JSONText?] { [:] }
}
