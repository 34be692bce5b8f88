package import MissionModel
import Platform

/// A folder with the ledgers, their configuration and the missions' workspaces, and the reason why
/// it was chosen.
package struct Home: Hashable, Sendable {
  /// The name of the configuration file in a home.
  static let configName = "config.yaml"
  /// The most bytes of a configuration file.
  static let configLimit = 1 << 20

  /// The absolute path.
  package let path: String
  /// The source of the path, such as `--home` or `MISSIONLOG_HOME`.
  package let origin: String
  /// The absolute path of the configuration file.
  package let configPath: String
  /// Whether the configuration file was named explicitly, so that it must exist.
  let configWasNamed: Bool
  /// The folder for `~` in a path of the configuration or of a request; nil where it isn't known.
  package let userHome: String?

  /// Makes a home from absolute paths.
  package init(path: String, origin: String, configPath: String? = nil, userHome: String? = nil) {
    self.path = path
    self.origin = origin
    self.configPath = configPath ?? path + "/" + Self.configName
    configWasNamed = configPath != nil
    self.userHome = userHome
  }

  /// Finds the home: the flag, else `MISSIONLOG_HOME`, else `$XDG_STATE_HOME/missionlog`, else
  /// `~/.local/state/missionlog`.
  ///
  /// - Throws: `validation_error` where none of these is set.
  package static func resolve(
    flag: String? = nil, configFlag: String? = nil, environment: [String: String],
    workingFolder: String
  ) throws(MissionError) -> Home {
    func absolute(_ path: String) -> String { Paths.absolute(path, in: workingFolder) }
    let config = (configFlag ?? environment.value("MISSIONLOG_CONFIG")).map(absolute)
    func home(_ path: String, _ origin: String) -> Home {
      Home(
        path: absolute(path), origin: origin, configPath: config,
        userHome: environment.value("HOME").flatMap { $0.hasPrefix("/") ? $0 : nil })
    }
    if let flag { return home(flag, "--home") }
    if let path = environment.value("MISSIONLOG_HOME") { return home(path, "MISSIONLOG_HOME") }
    if let state = environment.value("XDG_STATE_HOME"), state.hasPrefix("/") {
      return home(state + "/missionlog", "XDG_STATE_HOME")
    }
    if let user = environment.value("HOME"), user.hasPrefix("/") {
      return home(
        user + "/.local/state/missionlog", "the default, as neither is set: --home, MISSIONLOG_HOME"
      )
    }
    throw MissionError(
      .validationError, "no home is known: HOME is not set; give --home or set MISSIONLOG_HOME")
  }

  /// Whether the folder is a backup: its manifest says so.
  package var isBackup: Bool { FileSystem.exists(path + "/" + BackupManifest.fileName) }

  /// The path of a lane's ledger.
  package func ledgerPath(_ lane: LaneSettings) -> String { path + "/" + lane.ledger }

  /// A path of the configuration: absolute as it is, below the user's own folder with `~/`, else
  /// below the home.
  package func resolve(_ configured: String?, standard: String) -> String {
    let text = configured ?? standard
    return Paths.absolute(Paths.joined(text, to: path, userHome: userHome) ?? text, in: path)
  }
}

extension [String: String] {
  /// The value of a variable that is set and not empty.
  package func value(_ name: String) -> String? { self[name].flatMap { $0.isEmpty ? nil : $0 } }
}
