package import MissionModel

/// The settings of a home: every value of `config.yaml`, with where each came from.
///
/// A value that can't be used is left at its default and listed in ``problems``: reading commands
/// warn and go on with it, writing commands refuse. Durations are seconds, sizes bytes.
package struct Configuration: Hashable, Sendable {
  package var leaseTTL = 120.0
  package var heartbeatInterval: Double?
  package var cancelGrace = 60.0
  package var noProgressTimeout = 600.0
  package var drainTimeout = 600.0
  package var staleSessionSeconds = 900.0
  package var staleMissionSeconds = 900.0
  package var reconcileEnabled = true
  package var reconcileInterval = 60.0
  package var reconcileMax = 1_000
  package var reconcilePolicy = StaleEnd.fail
  package var bridgeEnabled = true
  package var bridgeInterval = 1.0
  package var retryChainMax = 3
  package var busyTimeout = 5.0
  package var durability = Durability.full
  package var minFreeBytes: Int64 = 256 << 20
  package var autoRebuild = true
  package var redact = Redactor.standardPatterns
  package var workspaceRoot: String?
  package var handoffRoot: String?
  package var rootFile: String?
  package var server = ServerSettings()
  package var stats = StatsThresholds()
  /// Every lane, by name: the defaults and what the file adds.
  package var lanes = LaneSettings.defaults
  /// Every configured VP, by id: the defaults and what the file adds.
  package var vps = VPSettings.defaults

  /// Where each value that is not a default came from, by its dotted key.
  package var origins: [String: SettingOrigin] = [:]
  /// The faults of the file, the environment or the flags, in the order they were found.
  package var problems: [ConfigurationProblem] = []
  /// Variables of the environment that look like settings and belong to no key.
  package var unknownVariables: [UnknownVariable] = []

  package init() {}

  /// The time between two heartbeats of a mission: a third of the lease unless it is configured.
  package var heartbeatSeconds: Double { heartbeatInterval ?? leaseTTL / 3 }

  /// The lane of a VP: as configured, else `coder` for `vp.coder.*`, else `vp`.
  package func lane(ofVP vp: VPID) -> String { settings(ofVP: vp).lane }

  /// The settings of a VP; one that isn't configured has the defaults, in the lane of its name.
  package func settings(ofVP vp: VPID) -> VPSettings { settings(ofVP: vp.rawValue) }

  /// The settings under a VP's name as a configuration writes it.
  package func settings(ofVP id: String) -> VPSettings {
    vps.first { $0.id == id } ?? VPSettings(id: id, lane: VPSettings.standardLane(ofVP: id))
  }
}

/// Where a value of the configuration came from.
package enum SettingOrigin: Hashable, Sendable, CustomStringConvertible {
  case flag(String)
  case environment(String)
  case file(String, line: Int)
  /// A file as a whole.
  case wholeFile(String)
  case standard

  package var description: String {
    switch self {
    case .flag(let name): "flag \(name)"
    case .environment(let name): "environment \(name)"
    case .file(let path, let line): "\(path):\(line)"
    case .wholeFile(let path): path
    case .standard: "default"
    }
  }
}

/// A fault of the configuration, where it stands, and the key that was probably meant.
package struct ConfigurationProblem: Hashable, Sendable, CustomStringConvertible {
  package let origin: SettingOrigin
  package let key: String
  package let message: String
  package let nearest: String?

  /// The line of the file; nil for a fault elsewhere.
  var line: Int? {
    guard case .file(_, let line) = origin else { return nil }
    return line
  }

  package var description: String {
    let hint = nearest.map { "; did you mean \"\($0)\"?" } ?? ""
    return "\(origin): \(message)\(hint)"
  }
}
