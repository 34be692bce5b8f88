/// A lane: its ledger's file, and where its missions may write.
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
