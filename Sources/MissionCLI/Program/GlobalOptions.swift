import ArgumentParser

/// The options of every command; they may stand before the command's name or after it.
struct GlobalOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The home folder, or a backup or capsule to read (default: MISSIONLOG_HOME, else $XDG_STATE_HOME/missionlog, else ~/.local/state/missionlog).",
      valueName: "dir"),
    completion: .directory)
  var home: String?

  @Option(
    help: ArgumentHelp(
      "The configuration file (default: config.yaml in the home).", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var config: String?

  @Option(
    help: ArgumentHelp(
      "Work against this server instead of a home: http://HOST:PORT, no TLS (default: MISSIONLOG_SERVER, unless --home is given). Not for serve, mcp and commands on a home's own files.",
      valueName: "url"))
  var server: String?

  @Option(
    help: ArgumentHelp(
      "The file with the server's token (default: MISSIONLOG_TOKEN_FILE).", valueName: "file"),
    completion: .file())
  var tokenFile: String?

  @Flag(help: "Print one JSON object, errors included.")
  var json = false

  @Flag(help: "Print times in UTC.")
  var utc = false

  func validate() throws {
    try PathInput.check(["--home": home, "--config": config, "--token-file": tokenFile])
  }
}
