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
