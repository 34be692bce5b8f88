import MissionControl
import MissionModel
import Platform

/// The place of one mission's work, and of its worker's own files.
///
/// The folder is the mission's own below the workspace root, an earlier mission's that it
/// continues, or the one that the request names. Only in the first case do the worker's own files
/// lie at its top: in a folder that others know too they lie in `.missionlog/<mission_id>/`, so
/// that no mission overwrites another's receipt.
struct Workspace: Hashable, Sendable {
  /// The absolute folder of the work.
  let root: String
  /// Whether no other mission knows the folder.
  var isOwn: Bool { prefix.isEmpty }
  /// The prefix of the worker's own files' names, relative to the root: empty, or a folder with its
  /// slash.
  let prefix: String
  /// The links that may lead to the root: none to a target path, which is resolved already.
  private let links: BeneathRoot.Links

  /// Finds the place of a mission.
  ///
  /// `target` is the `constraints.target_path`, resolved; `earlier` is the folder of the mission
  /// whose work this one continues.
  init(mission: MissionID, earlier: String?, target: String?, workspaceRoot: String) {
    let shared = target ?? earlier
    root = shared ?? workspaceRoot + "/" + mission.rawValue
    links = target == nil ? .above : .nowhere
    prefix = shared == nil ? "" : "\(WorkspaceFiles.folder)/\(mission)/"
  }

  var receiptPath: String { prefix + WorkspaceFiles.receipt }
  var markerPath: String { prefix + WorkspaceFiles.marker }
  var logPath: String { prefix + WorkspaceFiles.output }
  var objectivePath: String { prefix + WorkspaceFiles.objective }

  /// The reference to the work for readers of the mission.
  var resultRef: String { ResultReference.to(root) }

  /// Returns the absolute path of a path below the root.
  func absolute(_ path: String) -> String { root + "/" + path }

  /// Returns `path`, relative or absolute, as a path below the root without dots; nil where it
  /// leaves the root.
  func relative(_ path: String) -> String? {
    guard path.hasPrefix("/") else { return Paths.relative(path) }
    return Paths.part(of: path, below: root).flatMap { Paths.relative($0) }
  }

  /// Opens the folder as it is now.
  ///
  /// - Throws: `EXDEV` for a link in its place, or anywhere above a target path, through which a
  ///   command would have its worker read and write elsewhere.
  func open() throws(PlatformError) -> BeneathRoot {
    try BeneathRoot(path: root, links: links)
  }

  /// Makes the folders, writes the objective, and removes an earlier attempt's marker and the
  /// partial files of a killed one; returns the folder, open.
  ///
  /// An earlier attempt's objective is left as it is: it shows since when the mission is worked on
  /// here.
  ///
  /// - Throws: `EXDEV` where a link leads out of the folder; then nothing was written there.
  func prepare(objective: String) throws(PlatformError) -> BeneathRoot {
    let folder = try openOrMake()
    try folder.makeFolder(prefix)
    FileSystem.removePendingFiles(in: absolute(prefix))
    try FileSystem.removeFile(absolute(markerPath))
    let text = Array(objective.utf8)
    if (try? FileSystem.read(absolute(objectivePath), limit: text.count)) != text {
      try folder.writeAtomically(text, to: objectivePath)
    }
    return folder
  }

  /// Opens the folder, or makes it where there is none; never through a link.
  private func openOrMake() throws(PlatformError) -> BeneathRoot {
    do throws(PlatformError) {
      return try open()
    } catch {
      guard error.isMissing else { throw error }
      try FileSystem.makePrivateDirectory(root)
      return try open()
    }
  }
}
