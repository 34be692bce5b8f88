import ArgumentParser

/// `config`: the configuration.
struct ConfigCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Show the effective configuration.",
    discussion: """
      Example:
        missionlog config show --origin
      """,
    subcommands: [ConfigShowCommand.self])

  @OptionGroup(title: "Global options") var globals: GlobalOptions
}
