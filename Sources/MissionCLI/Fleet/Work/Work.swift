import ArgumentParser

/// `work`: what a worker says of its mission, for workers written in shell.
struct Work: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The worker's own calls, for workers written in shell.",
    discussion: """
      Examples:
        missionlog work claim --vp vp.general.primary --worker-id me --json
        missionlog work progress 3f9a12bc --worker-id me --attempt 1 \\
          --summary "Half done" --percent 50
        missionlog work complete 3f9a12bc --worker-id me --attempt 1 --message "Done"
      """,
    subcommands: [
      WorkClaim.self, WorkStart.self, WorkHeartbeat.self, WorkProgress.self, WorkArtifact.self,
      WorkBlock.self, WorkFallback.self, WorkComplete.self, WorkFail.self, WorkCancelled.self,
    ])

  @OptionGroup(title: "Global options") var globals: GlobalOptions
}

/// What every report of a worker names: the mission, and its fencing token.
struct WorkOptions: ParsableArguments {
  @Argument(help: "The mission.", completion: .missions) var id: String

  @Option(help: ArgumentHelp("The worker.", valueName: "id")) var workerID: String

  @Option(
    parsing: .unconditional, help: ArgumentHelp("The attempt it was claimed for.", valueName: "n"))
  var attempt: Int
}
