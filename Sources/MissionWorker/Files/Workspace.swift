import MissionControl
import MissionModel
import Platform

/// Where one mission's work lies, and where its worker's own files do.
///
/// The folder is the mission's own below the workspace root, an earlier mission's that it takes up, or the one
/// that the request names. Only in the first case do the worker's own files lie at its top: a folder that others
/// know too gets them in `.missionlog/<mission_id>/`, so that no mission overwrites another's receipt.
struct Workspace: Hashable, Sendable {
  /// The absolute folder of the work.
  let root: String
  /// Whether no other mission knows it.
  var isOwn: Bool { prefix.isEmpty }
  /// What stands before the worker's own files' names, relative to the root: empty, or a folder with its slash.
  let prefix: String
  /// Which links may lead to the root: a target path has been resolved, and holds none.
  private let links: BeneathRoot.Links

  /// Finds the place of a mission.
  ///
  /// `target` is the `constraints.target_path`, resolved; `earlier` is the folder of the mission whose work this
  /// one takes up.
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

  /// Where the work is, for whoever reads the mission.
  var resultRef: String { "workspace://" + root }

  /// Returns the absolute path of a path below the root.
  func absolute(_ path: String) -> String { root + "/" + path }

  /// Returns `path`, relative or absolute, as a path below the root without dots; nil where it leaves the root.
  func relative(_ path: String) -> String? {
    guard path.hasPrefix("/") else { return Paths.relative(path) }
    return Paths.part(of: path, below: root).flatMap { Paths.relative($0) }
  }

  /// Opens the folder as it is now; throws `EXDEV` for a link in its place, or anywhere above a target path, by which a
  /// command would have its worker read and write elsewhere.
  func open() throws(PlatformError) -> BeneathRoot {
    try BeneathRoot(path: root, links: links)
  }

  /// Makes the folders, writes the objective, and takes away the marker of an earlier attempt, and what one that was
  /// killed was writing; returns the folder, open.
  ///
  /// The objective that an earlier attempt wrote is left as it is: it tells since when the mission is worked on here.
  /// Throws `EXDEV` where a link leads out of the folder, and has written nothing there.
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

  /// Opens the folder, which is made where there is none, and not by a link.
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
