import CanonicalJSON
package import MissionModel

/// The paths that a request's constraints name, in the order in which the first one counts.
enum TargetPath {
  /// The names under which a target path is given.
  static let names = [
    "target_path", "path", "repo_path", "workspace_dir", "project_path", "output_path",
    "working_directory", "dest_path", "destination",
  ]

  /// The path that the mission works in; nil where the constraints name none.
  ///
  /// - Throws: `validation_error` for one that isn't a text.
  static func named(in constraints: JSONText) throws(MissionError) -> String? {
    var found: [String: String] = [:]
    do throws(JSONError) {
      var reader = JSONReader(constraints)
      try reader.readObject { key, reader throws(JSONError) in
        guard names.contains(key.string) else { return }
        if let path = try reader.readOptionalString() { found[key.string] = path }
      }
    } catch {
      throw MissionError.validation(
        "a path in constraints is no text: \(error)", field: "constraints")
    }
    return names.lazy.compactMap { found[$0] }.first { !$0.isEmpty }
  }
}

extension Fleet {
  /// The folder that a request's mission works in, every symlink followed; nil where it has its own workspace.
  ///
  /// A relative path lies below the lane's hand-over folder.
  ///
  /// - Throws: `validation_error` where links lead in a circle.
  func target(of request: DispatchRequest) throws -> String? {
    guard let path = try TargetPath.named(in: request.constraints) else { return nil }
    let whole = Paths.absolute(path, in: handoffRoot(ofVP: request.vpID))
    guard let resolved = Paths.resolved(whole) else {
      throw MissionError.validation(
        "constraints name \(path), whose links lead in a circle", field: "constraints")
    }
    return resolved
  }

  /// The folder in which a VP's lane hands over its work.
  package func handoffRoot(ofVP vp: VPID) -> String {
    let name = configuration.lane(ofVP: vp.rawValue)
    let lane = configuration.lanes.first { $0.name == name }
    return home.resolve(lane?.handoffRoot ?? configuration.handoffRoot, standard: "handoff")
  }

  /// The folder in which a VP's missions have their workspaces.
  package func workspaceRoot(ofVP vp: VPID) -> String {
    home.resolve(
      configuration.settings(ofVP: vp.rawValue).workspaceRoot ?? configuration.workspaceRoot,
      standard: "workspaces")
  }
}
