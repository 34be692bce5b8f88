package import CanonicalJSON
package import MissionModel

/// The paths that a request's constraints name, each with its key.
package struct NamedPaths: Hashable, Sendable {
  /// One path as given.
  package struct Path: Hashable, Sendable {
    package let key: String
    package let text: String
  }

  /// The names of the folder that the mission works in, the decisive one first.
  static let names = [
    "target_path", "path", "repo_path", "workspace_dir", "project_path", "output_path",
    "working_directory", "dest_path", "destination",
  ]
  /// The name of the list of further paths that the mission touches.
  static let listName = "targets"

  /// The members of constraints that may hold paths.
  package static let members = Set(names + [listName])

  /// The folder that the mission works in; nil where the constraints name none.
  package let target: Path?
  /// Every path that is named.
  package let all: [Path]

  /// Finds the paths; those of `targets` only where they matter, since elsewhere the name may mean
  /// anything.
  ///
  /// - Throws: `validation_error` for a path that is not a text.
  package init(_ constraints: JSONText, withTargets: Bool) throws(MissionError) {
    var found: [String: String] = [:]
    var targets: [String] = []
    var name = ""
    do throws(JSONError) {
      var reader = JSONReader(constraints)
      try reader.readObject { key, reader throws(JSONError) in
        name = key.string
        if Self.names.contains(name) {
          found[name] = try reader.readOptionalString()
        } else if name == Self.listName, withTargets, try !reader.readNull() {
          targets =
            try reader.peek() == .string ? [try reader.readString()] : try reader.readStrings()
        }
      }
    } catch {
      throw MissionError.validation(
        "constraints.\(name): \(error.message)", field: "constraints.\(name)")
    }
    let single = Self.names.compactMap { name in
      found[name].flatMap { $0.isEmpty ? nil : Path(key: name, text: $0) }
    }
    target = single.first
    all = single + targets.filter { !$0.isEmpty }.map { Path(key: Self.listName, text: $0) }
  }
}
