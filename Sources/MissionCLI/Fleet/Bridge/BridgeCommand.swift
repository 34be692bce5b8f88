import ArgumentParser

/// `bridge`: the carrier of missions' events into feeds.
struct BridgeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bridge",
    abstract: "Carry mission events into feeds, and check that none is lost.",
    discussion: """
      When a session dispatches a mission, each event of that mission is delivered into the \
      session's feed, exactly once.

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
