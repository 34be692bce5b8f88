/// Every tool there is, in the order in which doors list them.
package enum Tools {
  /// What an orchestrator calls.
  package static let orchestrator: [Tool] = [
    Tool(DispatchMission.self, for: .orchestrator),
    Tool(WaitMission.self, for: .orchestrator),
    Tool(GetMission.self, for: .orchestrator),
    Tool(ReadResultArtifacts.self, for: .orchestrator),
    Tool(ListMissions.self, for: .orchestrator),
    Tool(AnswerMission.self, for: .orchestrator),
    Tool(CancelMission.self, for: .orchestrator),
    Tool(RetryMission.self, for: .orchestrator),
    Tool(EscalateMission.self, for: .orchestrator),
    Tool(GetTimeline.self, for: .orchestrator),
    Tool(ReadFeed.self, for: .orchestrator),
    Tool(ListVPs.self, for: .orchestrator),
  ]

  /// What a worker calls; served only where it is asked for.
  package static let worker: [Tool] = [
    Tool(ClaimMission.self, for: .worker),
    Tool(ReportStart.self, for: .worker),
    Tool(ReportHeartbeat.self, for: .worker),
    Tool(ReportProgress.self, for: .worker),
    Tool(ReportArtifact.self, for: .worker),
    Tool(ReportBlock.self, for: .worker),
    Tool(ReportFallback.self, for: .worker),
    Tool(ReportComplete.self, for: .worker),
    Tool(ReportFail.self, for: .worker),
    Tool(ReportCancelled.self, for: .worker),
  ]

  /// All of them.
  package static let all = orchestrator + worker

  /// The tools that a door serves: a worker's only on demand, none that writes without leave to
  /// write, none that reads without leave to read.
  package static func served(
    toWorkers: Bool, reading: Bool = true, writing: Bool = true
  ) -> [Tool] {
    (toWorkers ? all : orchestrator).compactMap { tool in
      let readingOnly = tool.readingOnly
      guard writing else { return reading ? readingOnly : nil }
      return reading || readingOnly == nil ? tool : nil
    }
  }

  /// The tool of a name; nil where there is none.
  package static func named(_ name: String) -> Tool? { all.first { $0.name == name } }

  /// Whether every tool that a text names is one of these.
  static func areNamed(in text: String, among names: Set<String>) -> Bool {
    all.allSatisfy { names.contains($0.name) || !text.contains($0.name) }
  }
}
