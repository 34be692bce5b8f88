import ArgumentParser

/// `bridge`: the carrier of missions' events into feeds.
struct BridgeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bridge", abstract: "Carry missions' events into feeds, and watch over that.",
    discussion: """
      Each event of a mission that was dispatched by a session comes into that session's feed, exactly once.

      Examples:
        missionlog bridge run
        missionlog bridge status
        missionlog bridge cursor reset-to-latest --ledger vp
        missionlog bridge audit
      """,
    subcommands: [
      BridgeRunCommand.self, BridgeStatusCommand.self, BridgeCursorCommand.self,
      BridgeAuditCommand.self,
    ])

  @OptionGroup(title: "Global options") var globals: GlobalOptions
}
