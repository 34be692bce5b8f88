import ArgumentParser

/// `work`: reports of a worker on its mission, for workers written in shell.
struct WorkCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "work",
    abstract: "Claim missions and report on them, for workers written in shell.",
    discussion: """
      Examples:
        missionlog work claim --vp vp.general.primary --worker-id me --json
        missionlog work progress 3f9a12bc --worker-id me --attempt 1 \\
          --summary "Half done" --percent 50
        missionlog work complete 3f9a12bc --worker-id me --attempt 1 --message "Done"
      """,
    subcommands: [
      WorkClaimCommand.self, WorkStartCommand.self, WorkHeartbeatCommand.self,
      WorkProgressCommand.self, WorkArtifactCommand.self, WorkBlockCommand.self,
      WorkFallbackCommand.self, WorkCompleteCommand.self, WorkFailCommand.self,
      WorkCancelledCommand.self,
    ])

  @OptionGroup(title: "Global options") var globals: GlobalOptions
}
