import CanonicalJSON
package import MissionModel

/// Where the missions of a lane may work: the rule alone, over paths that a resolver follows.
///
/// Pure: the given resolver follows the symbolic links, so that the same rule holds at dispatch, at
/// the worker's start, and in a table of made-up links. Roots are resolved too, at the moment of
/// the question.
package struct WorkspaceGuard: Hashable, Sendable {
  /// Returns a path with its links followed and its missing parts kept as named; nil for a circle.
  package typealias Resolver = (_ path: String) -> String?

  /// Whether every mission is guarded, or only those whose `execution_mode` is `cli`.
  package var guardsAll: Bool
  /// The folder where the lane hands over its work, and from which relative paths start.
  package var handoffRoot: String
  /// Further folders that are allowed.
  package var allowedRoots: [String]
  /// The folders that are blocked, missionlog's home first.
  package var blockedRoots: [String]
  /// The folder for `~`; nil where it isn't known.
  package var userHome: String?

  /// Makes a guard from absolute paths.
  package init(
    guardsAll: Bool, handoffRoot: String, allowedRoots: [String] = [], blockedRoots: [String],
    userHome: String? = nil
  ) {
    self.guardsAll = guardsAll
    self.handoffRoot = handoffRoot
    self.allowedRoots = allowedRoots
    self.blockedRoots = blockedRoots
    self.userHome = userHome
  }

  /// Whether a request's paths are guarded.
  package func guards(_ request: DispatchRequest) -> Bool {
    guardsAll || request.executionMode == .cli
  }

  /// The folder that a request's mission works in, every link followed; nil where it has its own
  /// workspace.
  ///
  /// - Throws: `validation_error` for a path that is not a text or that can't be resolved.
  package func target(of request: DispatchRequest, resolve: Resolver) throws(MissionError)
    -> String?
  {
    let paths = try NamedPaths(request.constraints, withTargets: false)
    guard let target = paths.target else { return nil }
    return try resolved(target, resolve)
  }

  /// Refuses a request whose paths lead where none of its missions may work.
  ///
  /// `settled` is the folder that its target resolved to earlier: it may lead elsewhere by now.
  ///
  /// - Throws: `target_path_blocked`, naming the path, the root and the handoff root;
  ///   `validation_error` for a path that can't be resolved.
  package func check(
    _ request: DispatchRequest, settled: String? = nil, resolve: Resolver
  ) throws(MissionError) {
    guard guards(request) else { return }
    var paths = try NamedPaths(request.constraints, withTargets: true).all
    if let settled { paths.append(NamedPaths.Path(key: "target_path", text: settled)) }
    for path in paths { try check(path, resolve) }
  }

  private func check(_ path: NamedPaths.Path, _ resolve: Resolver) throws(MissionError) {
    let place = try resolved(path, resolve)
    let isInside = { (root: String) in Paths.isInside(place, resolve(root) ?? root) }
    guard !([handoffRoot] + allowedRoots).contains(where: isInside),
      let root = blockedRoots.first(where: isInside)
    else { return }
    let route = place == path.text ? "" : ", which is \(place),"
    throw MissionError(
      .targetPathBlocked,
      "constraints.\(path.key) names \(path.text)\(route) inside \(root), where no mission may work; work below the "
        + "handoff root \(handoffRoot), or ask a person to list the folder in the lane's allow_roots",
      details: JSONText.object { object in
        object.field("field", path.key)
        object.field("path", path.text)
        object.field("resolved_path", place)
        object.field("root", root)
        object.field("handoff_root", handoffRoot)
      })
  }

  private func resolved(_ path: NamedPaths.Path, _ resolve: Resolver) throws(MissionError) -> String
  {
    let field = "constraints.\(path.key)"
    guard !path.text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
      throw MissionError.validation("\(field) holds a control character", field: field)
    }
    guard let whole = Paths.joined(path.text, to: handoffRoot, userHome: userHome) else {
      throw MissionError.validation(
        "\(field) names \(path.text): only ~ and ~/… are understood, and those only where HOME is "
          + "known; give the absolute path", field: field)
    }
    guard let resolved = resolve(whole) else {
      throw MissionError.validation(
        "\(field) names \(path.text), whose links lead in a circle", field: field)
    }
    return resolved
  }
}
