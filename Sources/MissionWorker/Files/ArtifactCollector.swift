import MissionControl
import MissionModel
import Platform

/// The files that were there before a mission, and those that its attempts left.
///
/// It blocks while it reads: use it on a thread where that is allowed.
struct ArtifactCollector: Sendable {
  /// The most files and folders of a workspace that are visited.
  private static let limit = 1_000_000

  private let workspace: Workspace
  private let root: BeneathRoot
  /// The home, if it lies in the workspace: none of its files is an artifact.
  private let enclosedHome: EnclosedHome
  private let before: FilesFound

  /// Notes the files before the command starts, without the home's; for a later attempt only files
  /// from before the mission began here.
  init(
    workspace: Workspace, root: BeneathRoot, home: String, isFirstAttempt: Bool
  ) throws(PlatformError) {
    self.workspace = workspace
    self.root = root
    enclosedHome = EnclosedHome(home, in: workspace.root)
    var found = try Self.files(below: root, without: enclosedHome)
    guard !isFirstAttempt else {
      before = found
      return
    }
    let begun = try FileSystem.info(workspace.absolute(workspace.objectivePath))
    found.infos = found.infos.filter { $0.value.changed < begun.modified }
    // The age of unlistable entries is unknown; a mission's own folder was empty.
    if workspace.isOwn { found.unlisted = 0 }
    before = found
  }

  /// Returns the files created or changed since, and those declared, sorted by path.
  ///
  /// An undeclared file is a deliverable at the top of the workspace, else supporting. Files that
  /// are gone or can't be read are left out. Hashing stops once `hasTime` returns false.
  func collect(declared: [ExactText: ArtifactRole], hasTime: () -> Bool) -> FilesLeft {
    let after = (try? Self.files(below: root, without: enclosedHome)) ?? FilesFound()
    let changed = after.infos.filter { path, info in
      before.infos[path] != info && !WorkspaceFiles.isOwn(path.string)
    }
    let artifacts = Set(changed.keys).union(declared.keys).sorted().compactMap { path in
      try? artifact(
        path.string, declared[path] ?? Self.standardRole(path.string), hashing: hasTime())
    }
    return FilesLeft(artifacts: artifacts, hasUnlisted: after.unlisted > before.unlisted)
  }

  /// Reads one file, or only its size if it isn't to be hashed.
  func artifact(
    _ path: String, _ role: ArtifactRole, hashing: Bool = true
  ) throws(PlatformError) -> Artifact {
    guard !enclosedHome.isReached(by: path) else {
      throw .leadingOut(path, of: root.path)
    }
    let file = try root.openFile(path)
    let content = hashing ? try FileContent(of: file) : FileContent(bytes: file.info.bytes)
    return Artifact(path: path, content: content, role: role)
  }

  /// Returns the required paths that don't lead to a file or folder of the workspace: all of them
  /// if the workspace itself is gone.
  func missing(of required: [String]) -> [String] {
    guard !required.isEmpty, (try? workspace.open()) != nil,
      let resolvedRoot = Paths.resolved(workspace.root)
    else { return required }
    return required.filter { path in
      guard let inside = workspace.relative(path),
        let target = Paths.resolved(workspace.absolute(inside)),
        Paths.isInside(target, resolvedRoot), let kind = try? FileSystem.info(target).kind
      else { return true }
      return kind != .file && kind != .folder
    }
  }

  private static func standardRole(_ path: String) -> ArtifactRole {
    WorkspaceFiles.standardRole(path) == .deliverable ? .deliverable : .supporting
  }

  /// The regular files of the workspace, without the folders that never hold work.
  private static func files(
    below root: BeneathRoot, without home: EnclosedHome
  ) throws(PlatformError) -> FilesFound {
    let listing = try root.list(limit: limit) { folder in
      let name = folder.split(separator: "/").last.map(String.init) ?? folder
      return !home.holds(folder) && !WorkspaceFiles.passedOver.contains(name)
    }
    return listing.entries.reduce(into: FilesFound(unlisted: listing.skipped)) { found, entry in
      guard entry.info.kind == .file, !home.holds(entry.path) else { return }
      found.infos[ExactText(entry.path)] = entry.info
    }
  }

  /// The result of one look at a workspace.
  private struct FilesFound {
    /// The regular files by their paths.
    var infos: [ExactText: FileInfo] = [:]
    /// How many entries could not be listed: names that are not UTF-8, and folders that can't be
    /// read.
    var unlisted = 0
  }
}
