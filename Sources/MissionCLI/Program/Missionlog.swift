import ArgumentParser
import Platform

/// The root of the command line: its groups of commands in the order of their use.
struct Missionlog: AsyncParsableCommand {
  static let _errorPrefix = "error: "

  static let configuration = CommandConfiguration(
    commandName: "missionlog",
    abstract: "A log of missions for external agents: dispatch, execute, replay, prove.",
    discussion: """
      Missions are queued for a VP, claimed by its workers and told as events in an append-only log. \
      Begin with:

        missionlog run --vp vp.general.primary --objective "Say hello" -- echo hello
        missionlog status
      """,
    version: "missionlog \(BuildInfo.version) (\(BuildInfo.commit))",
    groupedSubcommands: [
      CommandGroup(
        name: "Missions",
        subcommands: [
          Dispatch.self, RunCommand.self, Get.self, List.self, Wait.self, Cancel.self, Retry.self,
          Answer.self, Escalate.self, Annotate.self, Ack.self, Artifacts.self,
        ]),
      CommandGroup(
        name: "Fleet",
        subcommands: [
          Status.self, WorkerCommand.self, Work.self, VPs.self, Pause.self, Resume.self,
          Sessions.self, Feed.self, ReconcileCommand.self, BridgeCommand.self,
        ]),
      CommandGroup(
        name: "History",
        subcommands: [
          TimelineCommand.self, WhyCommand.self, Step.self, Diff.self, LogCommand.self,
          StatsCommand.self, SQLCommand.self,
        ]),
      CommandGroup(
        name: "Proof",
        subcommands: [Verify.self, RootCommand.self, ExportCommand.self, CapsuleCommand.self]),
      CommandGroup(
        name: "Upkeep",
        subcommands: [
          Init.self, Doctor.self, Config.self, Projections.self, Rebuild.self, Rehearse.self,
          ImportCommand.self, Backup.self, Restore.self, Compact.self, Prune.self,
        ]),
      CommandGroup(
        name: "Doors", subcommands: [ServeCommand.self, MCPCommand.self, SkillCommand.self]),
    ])

  @OptionGroup(title: "Global options") var globals: GlobalOptions
}
