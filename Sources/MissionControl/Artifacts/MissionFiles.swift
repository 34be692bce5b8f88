package import EventLog
package import MissionModel
import Platform

/// One mission's files as the log knows them: their folder, their host, and what was recorded of
/// each.
package struct MissionFiles: Sendable {
  private let mission: MissionID
  private let folder: String?
  /// The links to the folder that no command has made.
  private let links: BeneathRoot.Links
  private let isOver: Bool
  /// When it ended; nil while it goes on.
  private let finishedAt: Instant?
  /// The result that it named.
  private let reference: String?
  private let host: String?
  private let receiptPath: String?
  private var recorded: [ExactText: ArtifactReader.Recorded] = [:]
  private let since: Instant?
  /// The folders of which one must contain the mission's; nil where it may lie anywhere.
  var confinement: [String]?

  /// Gathers what a mission and its events say of its files.
  package init(
    of state: MissionState, events: [RecordedEvent], upcasting: Upcasting = .current
  ) throws {
    mission = state.facts.missionID
    host = state.workerHost
    receiptPath = state.outcome?.receiptPath
    folder = state.resultFolder
    links = state.resultFolder.map(state.facts.links) ?? .anywhere
    isOver = state.status.isTerminal
    // Imported history may lack the time; then no file counts as later.
    finishedAt = isOver ? state.completedAt ?? Instant(microseconds: .max) : nil
    reference = state.outcome?.resultRef
    // A target path holds more than the mission's own files.
    since =
      state.facts.resolvedTargetPath == nil ? nil : state.startedAt ?? state.claimedAt
    for path in state.outcome?.deliverables ?? [] {
      recorded[ExactText(path)] = ArtifactReader.Recorded(role: .deliverable)
    }
    for event in events where event.type == MissionEventType.artifact.rawValue {
      guard
        // One that can't be read is told of with the mission, and hides no file.
        case .artifact(let artifact)? = try? MissionEvent(
          type: event.type, schema: event.schema, payload: event.payload, upcasting: upcasting)
      else { continue }
      recorded[ExactText(artifact.path)] = ArtifactReader.Recorded(
        content: ArtifactReader.Content(bytes: artifact.bytes, sha256: artifact.sha256),
        role: artifact.role == .deliverable ? .deliverable : .supporting)
    }
  }

  /// Lists the files, or reads the text of one of them, on the host of this name; blocks its
  /// thread.
  ///
  /// If the home lies in the workspace, none of its files is shown.
  ///
  /// - Throws: `artifact_workspace_missing` where there is no workspace,
  ///   `artifact_location_unavailable` where it is on another host, `artifact_outside_workspace`
  ///   for a path that leads out.
  package func read(
    _ request: ArtifactsRequest, besides home: Home, on here: String
  ) throws -> ArtifactsResult {
    let (reader, path) = try reader(besides: home, on: here)
    var result = ArtifactsResult(
      mission: mission, resultRef: ResultReference.to(path), workspaceRoot: path)
    if let given = request.path {
      let wanted = given.hasPrefix("/") ? given : Paths.relative(given) ?? given
      result.text = try reader.text(wanted, offset: request.offset, limit: request.maxBytes)
      result.artifacts = reader.describe(wanted).map { [$0] } ?? []
      result.filesTotal = 1
    } else {
      (result.artifacts, result.filesTotal, result.unlisted) = try reader.list(request)
      result.gone = reader.gone
    }
    return result
  }

  /// Opens one of the files; blocks its thread.
  ///
  /// - Throws: what `read` throws, and `not_found` for a file that isn't there.
  func open(_ file: String, besides home: Home, on here: String) throws -> ArtifactFile {
    try reader(besides: home, on: here).reader.file(file)
  }

  private func reader(
    besides home: Home, on here: String
  ) throws -> (reader: ArtifactReader, path: String) {
    guard let folder else {
      throw MissionError(
        .artifactWorkspaceMissing,
        "\(mission) has no workspace: "
          + (reference.map { "its result_ref is '\($0)', which doesn't begin with workspace://" }
            ?? (isOver ? "it ended without naming one" : "no worker has named one yet")))
    }
    if let host, host != here {
      throw MissionError(
        .artifactLocationUnavailable,
        "the files of \(mission) are on host \(host), in \(folder); read them there")
    }
    if let confinement, !Self.lies(folder, in: confinement) {
      throw MissionError(
        .artifactOutsideWorkspace,
        "a token without scope admin named \(folder) as the folder of \(mission); on its word only the "
          + "workspace root, the handoff root, allow_roots and a target_path that somebody else named are read"
      )
    }
    var reader = try ArtifactReader(
      path: folder, links: links, home: home.path, recorded: recorded, since: since)
    reader.finishedAt = finishedAt
    if let receiptPath {
      reader.received = StoredReceipt.contents(
        at: receiptPath, of: mission, below: reader.root)
    }
    return (reader, folder)
  }

  private static func lies(_ folder: String, in roots: [String]) -> Bool {
    guard let folder = Paths.resolved(folder) else { return false }
    return roots.contains { root in Paths.resolved(root).map { Paths.isInside(folder, $0) } ?? false
    }
  }
}

extension MissionFacts {
  /// The links that may lead to a mission's folder: none to its target path, which is resolved
  /// already, and none in the place of a folder that a worker has named.
  fileprivate func links(to folder: String) -> BeneathRoot.Links {
    guard folder != resolvedTargetPath else { return .nowhere }
    let name = folder.split(separator: "/").last.map(String.init) ?? ""
    let isNamed =
      name.hasPrefix(MissionID.prefix)
      || [missionID, retryOf, chainID].contains { $0?.rawValue == name }
    return isNamed ? .above : .anywhere
  }
}
