import EventLog
import EventProjections
package import MissionModel
import Platform

extension Fleet {
  /// The files that a mission made, or the text of one of them.
  ///
  /// - Throws: `artifact_workspace_missing` where it has no workspace, `artifact_location_unavailable` where that is on
  ///   another host, `artifact_outside_workspace` for a path that leads out.
  package func artifacts(of id: MissionID, _ request: ArtifactsRequest = ArtifactsRequest())
    async throws -> ArtifactsResult
  {
    let (source, path) = try await workspace(of: id)
    return try await files.run {
      let reader = try self.reader(of: source, at: path)
      var result = ArtifactsResult(
        mission: id, resultRef: "workspace://" + path, workspaceRoot: path)
      if let wanted = request.path {
        result.text = try reader.text(wanted, offset: request.offset, limit: request.maxBytes)
        result.artifacts = reader.describe(wanted).map { [$0] } ?? []
        result.filesTotal = 1
      } else {
        (result.artifacts, result.filesTotal) = try reader.list(request)
      }
      return result
    }
  }

  /// Opens one file of a mission's workspace, to be read in parts: the same file however its path changes meanwhile.
  ///
  /// - Throws: what `artifacts` throws, and `not_found` for a file that isn't there.
  package func openArtifact(of id: MissionID, path file: String) async throws -> ArtifactFile {
    let (source, path) = try await workspace(of: id)
    return try await files.run {
      try self.reader(of: source, at: path).file(file)
    }
  }

  private func reader(of source: ArtifactSource, at path: String) throws(MissionError)
    -> ArtifactReader
  {
    try ArtifactReader(
      path: path, home: home.path, recorded: source.recorded, since: source.since)
  }

  /// Reads a part of an open file; fewer bytes than asked for only at its end.
  package func read(
    _ file: ArtifactFile, offset: Int64, count: Int
  ) async throws(MissionError) -> [UInt8] {
    try await files.run { () throws(MissionError) in try file.read(offset: offset, count: count) }
  }

  /// What the log knows of a mission's files, and the folder on this host that they lie in.
  private func workspace(of id: MissionID) async throws -> (source: ArtifactSource, path: String) {
    let ledger = try await place(of: id)
    guard let source = try await read(ledger, { try $0.artifactSource(of: id) }) ?? nil else {
      throw MissionError.unknownMission(id)
    }
    guard let path = source.workspace else {
      throw MissionError(
        .artifactWorkspaceMissing, "\(id) has no workspace: no worker has named one yet")
    }
    if let host = source.host, host != surroundings.host.hostName {
      throw MissionError(
        .artifactLocationUnavailable,
        "the files of \(id) are on host \(host), in \(path); read them there")
    }
    return (source, path)
  }
}

/// What the log knows of a mission's files.
private struct ArtifactSource: Sendable {
  var workspace: String?
  var host: String?
  var recorded: [String: ArtifactReader.Recorded] = [:]
  var since: Int64?
}

extension LaneReader {
  /// What the log knows of a mission's files; nil where this ledger has no such mission.
  fileprivate func artifactSource(of id: MissionID) throws -> ArtifactSource? {
    guard let state = try state(of: id) else { return nil }
    var source = ArtifactSource()
    source.workspace =
      state.outcome?.resultRef.flatMap {
        $0.hasPrefix("workspace://") ? String($0.dropFirst(12)) : nil
      }
      ?? state.workspace
    source.host = state.workerHost
    for path in state.outcome?.deliverables ?? [] {
      source.recorded[path] = ArtifactReader.Recorded(role: .deliverable)
    }
    let events = try reader.log.events(ofStreamAt: state.facts.dispatchPosition)
    for event in events where event.type == MissionEventType.artifact.rawValue {
      guard
        case .artifact(let artifact) = try MissionEvent(
          type: event.type, schema: event.schema, payload: event.payload, upcasting: upcasting)
      else { continue }
      source.recorded[artifact.path] = ArtifactReader.Recorded(
        bytes: artifact.bytes, sha256: artifact.sha256,
        role: artifact.role == .deliverable ? .deliverable : .supporting)
    }
    // A target path holds more than the mission's own files.
    if state.facts.resolvedTargetPath != nil {
      source.since = (state.startedAt ?? state.claimedAt).map { $0.microseconds * 1_000 }
    }
    return source
  }
}
