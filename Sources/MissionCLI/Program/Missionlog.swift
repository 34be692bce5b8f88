import ArgumentParser
import Platform

/// The root of the command line: its groups of commands in the order of their use.
struct Missionlog: AsyncParsableCommand {
  static let _errorPrefix = "error: "

  static let configuration = CommandConfiguration(
    commandName: "missionlog",
    abstract: "A log of missions for external agents: dispatch, execute, replay, prove.",
    discussion: """
      A VP is a kind of agent with a queue of missions. Its workers claim and execute them; every step \
      is an event in an append-only log. Begin with:

        missionlog run --vp vp.general.primary --objective "Say hello" -- echo hello
        missionlog status
      """,
    version: "missionlog \(BuildInfo.version) (\(BuildInfo.commit))",
    groupedSubcommands: [
      CommandGroup(
        name: "Missions",
        subcommands: [
          DispatchCommand.self, RunCommand.self, GetCommand.self, ListCommand.self,
          WaitCommand.self, CancelCommand.self, RetryCommand.self, AnswerCommand.self,
          EscalateCommand.self, AnnotateCommand.self, AckCommand.self, ArtifactsCommand.self,
        ]),
      CommandGroup(
        name: "Fleet",
        subcommands: [
          StatusCommand.self, WorkerCommand.self, WorkCommand.self, VPsCommand.self,
          PauseCommand.self, ResumeCommand.self, SessionsCommand.self, FeedCommand.self,
          ReconcileCommand.self, BridgeCommand.self,
        ]),
      CommandGroup(
        name: "History",
        subcommands: [
          TimelineCommand.self, WhyCommand.self, StepCommand.self, DiffCommand.self,
          LogCommand.self, StatsCommand.self, SQLCommand.self,
        ]),
      CommandGroup(
        name: "Proof",
        subcommands: [
          VerifyCommand.self, RootCommand.self, ExportCommand.self, CapsuleCommand.self,
        ]),
      CommandGroup(
        name: "Upkeep",
        subcommands: [
          InitCommand.self, DoctorCommand.self, ConfigCommand.self, ProjectionsCommand.self,
          RebuildCommand.self, RehearseCommand.self, ImportCommand.self, BackupCommand.self,
          RestoreCommand.self, CompactCommand.self, PruneCommand.self,
        ]),
      CommandGroup(
        name: "Doors", subcommands: [ServeCommand.self, MCPCommand.self, SkillCommand.self]),
    ])

  @OptionGroup(title: "Global options") var globals: GlobalOptions
}
