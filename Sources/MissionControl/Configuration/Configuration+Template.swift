extension Configuration {
  /// The text of a new `config.yaml`: every key with its default and what it means.
  package static var template: String {
    let standard = Configuration()
    var text = """
      # How this home's missions are run. Each line shows a default; change what you need, delete the rest.
      # Durations are seconds, or 90s, 15m, 2h. Sizes are bytes, or 64KiB, 256MiB, 1GiB.
      # An environment variable overrides a key: server.port is MISSIONLOG_SERVER_PORT.
      # Keys under lanes, vps and server.tokens have no variable.


      """
    var section = ""
    for setting in settings {
      let parts = setting.key.split(separator: ".").map(String.init)
      if parts.count == 2, parts[0] != section {
        section = parts[0]
        text += "\n\(section):\n"
        if section == "server" { text += tokensComment }
      }
      let indent = parts.count == 2 ? "  " : ""
      text += "\(indent)# \(setting.meaning)\n"
      text += "\(indent)\(parts.last ?? setting.key): \(setting.get(standard))\n"
    }
    text +=
      "\n# Lanes: the VPs of a lane share one ledger, and fail independently of other lanes.\nlanes:\n"
    for lane in standard.lanes { text += members(LaneSettings.settings, of: lane, name: lane.name) }
    text += "\n# VPs: the kinds of agents that missions can be dispatched to.\nvps:\n"
    for vp in standard.vps { text += members(VPSettings.settings, of: vp, name: vp.id) }
    return text
  }

  private static let tokensComment = """
      # Named bearer tokens: tokens: {ci: {scopes: [read, dispatch], token_file: /run/secrets/ci}}
      tokens: {}

    """

  private static func members<Root>(_ settings: [Setting<Root>], of root: Root, name: String)
    -> String
  {
    settings.reduce("  \(name):\n") { text, setting in
      text + "    # \(setting.meaning)\n    \(setting.key): \(setting.get(root))\n"
    }
  }
}
