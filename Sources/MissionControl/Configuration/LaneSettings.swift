/// A lane: its ledger's file, and what its missions may write to.
package struct LaneSettings: Hashable, Sendable {
  package var name: String
  /// The ledger's file name inside the home.
  package var ledger: String
  package var guarded: Bool
  package var handoffRoot: String?
  package var allowRoots: [String]
  package var blockedRoots: [String]

  package init(
    name: String, ledger: String? = nil, guarded: Bool = false, handoffRoot: String? = nil,
    allowRoots: [String] = [], blockedRoots: [String] = []
  ) {
    self.name = name
    self.ledger = ledger ?? name + "_state.db"
    self.guarded = guarded
    self.handoffRoot = handoffRoot
    self.allowRoots = allowRoots
    self.blockedRoots = blockedRoots
  }

  /// The ledger of the orchestrator's side: feeds and the bridge, no missions.
  package static let runtimeName = "runtime"

  package static let defaults = [
    LaneSettings(name: "coder", ledger: "coder_vp_state.db", guarded: true),
    LaneSettings(name: runtimeName),
    LaneSettings(name: "vp"),
  ]
}

/// A VP: who it is, where it works, and how many missions it may have at once.
package struct VPSettings: Hashable, Sendable {
  package var id: String
  package var name: String?
  package var about: String?
  package var lane: String
  package var workspaceRoot: String?
  package var maxConcurrent: Int
  /// The program and its arguments that execute a mission.
  package var command: [String]
  /// Environment variables that its child gets besides the fixed few.
  package var passEnvironment: [String]

  package init(
    id: String, name: String? = nil, about: String? = nil, lane: String,
    workspaceRoot: String? = nil, maxConcurrent: Int = 1, command: [String] = [],
    passEnvironment: [String] = []
  ) {
    self.id = id
    self.name = name
    self.about = about
    self.lane = lane
    self.workspaceRoot = workspaceRoot
    self.maxConcurrent = maxConcurrent
    self.command = command
    self.passEnvironment = passEnvironment
  }

  /// The lane of a VP that isn't configured.
  static func standardLane(ofVP id: String) -> String { id.hasPrefix("vp.coder.") ? "coder" : "vp" }

  package static let defaults = [
    VPSettings(
      id: "vp.coder.primary", name: "CODIE",
      about: "Writes, changes and tests code under the handoff root or a target path.",
      lane: "coder"),
    VPSettings(
      id: "vp.general.primary", name: "GENERALIST",
      about: "Research, writing and data work whose result is files in its own workspace.",
      lane: "vp"),
  ]
}

/// The HTTP server's address, who may speak to it, and its limits.
package struct ServerSettings: Hashable, Sendable {
  package var host = "127.0.0.1"
  package var port = 7878
  package var allowedHosts = ["127.0.0.1", "localhost", "[::1]"]
  package var allowedOrigins: [String] = []
  package var tokens: [TokenSettings] = []
  package var maxBodyBytes: Int64 = 2 << 20
  package var maxConnections = 1_024
  /// Requests a minute of one client; 0 sets no limit, nil leaves it to the address.
  package var requestsPerMinute: Int?
}

/// A named bearer token: what it may do, and the file that holds it.
package struct TokenSettings: Hashable, Sendable {
  package var name: String
  package var scopes: [String]
  package var file: String
}

/// The limits that `stats --check` holds a window of history against.
package struct StatsThresholds: Hashable, Sendable {
  package var failureRate = 0.25
  package var fallbackRate = 0.25
  package var reconciliationRate = 0.05
  package var lockRetryRate = 0.01
  package var starvationSeconds = 3_600.0
  package var bridgeLagSeconds = 60.0
}
