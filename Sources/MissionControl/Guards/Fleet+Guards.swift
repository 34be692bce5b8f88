package import MissionModel

extension Fleet {
  /// The rule, by the configuration, for where missions of a VP's lane may work.
  package func workspaceGuard(ofVP vp: VPID) -> WorkspaceGuard {
    let name = configuration.lane(ofVP: vp)
    return guards[name] ?? WorkspaceGuard(of: LaneSettings(name: name), home, configuration)
  }

  /// The folder that a request's mission works in, every symlink followed; nil where it has its own
  /// workspace.
  ///
  /// - Throws: `validation_error` for a path that can't be resolved.
  func target(of request: DispatchRequest) throws(MissionError) -> String? {
    try workspaceGuard(ofVP: request.vpID).target(of: request) { Paths.resolved($0) }
  }

  /// The reason why a new mission can't be accepted just now: its paths lead where it may not work,
  /// or there is no room.
  func refusal(of request: DispatchRequest) -> MissionError? {
    do throws(MissionError) {
      try workspaceGuard(ofVP: request.vpID).check(request) { Paths.resolved($0) }
      return diskRoom.refusal
    } catch {
      return error
    }
  }

  /// The folder in which a VP's missions have their workspaces.
  package func workspaceRoot(ofVP vp: VPID) -> String {
    home.resolve(
      configuration.settings(ofVP: vp).workspaceRoot ?? configuration.workspaceRoot,
      standard: "workspaces")
  }
}

extension WorkspaceGuard {
  /// Makes the rule for a lane's missions in a home from the configuration.
  init(of lane: LaneSettings, _ home: Home, _ configuration: Configuration) {
    func absolute(_ roots: [String]) -> [String] { roots.map { home.resolve($0, standard: $0) } }
    self.init(
      guardsAll: lane.guarded,
      handoffRoot: home.resolve(
        lane.handoffRoot ?? configuration.handoffRoot, standard: "handoff"),
      allowedRoots: absolute(lane.allowRoots),
      blockedRoots: [home.path] + absolute(lane.blockedRoots), userHome: home.userHome)
  }
}
