import MissionModel

/// The environment of a mission's command: only the variables of the contract.
enum ChildEnvironment {
  /// The variables that are taken from the worker's own environment, if set there.
  static let inherited = ["PATH", "HOME", "LANG", "TMPDIR"]

  /// The variable that marks a process as a mission's.
  static func mark(of mission: MissionID) -> String {
    "MISSIONLOG_MISSION_ID=\(mission.rawValue)"
  }

  /// Returns the variables as `NAME=value`, sorted by name.
  static func variables(
    for mission: MissionID, attempt: Int, in workspace: Workspace, _ options: WorkerOptions
  ) -> [String] {
    var variables: [String: String] = [:]
    for name in inherited + options.passEnvironment {
      variables[name] = options.environment[name]
    }
    variables["MISSIONLOG_VP_ID"] = options.vp.rawValue
    variables["MISSIONLOG_ATTEMPT"] = "\(attempt)"
    variables["MISSIONLOG_WORKER_ID"] = options.worker.rawValue
    variables["MISSIONLOG_HOME"] = options.homePath
    variables["MISSIONLOG_OBJECTIVE_FILE"] = workspace.absolute(workspace.objectivePath)
    return ([mark(of: mission)] + variables.map { "\($0)=\($1)" }).sorted()
  }
}
