import EventLog
import EventProjections
package import MissionModel
import Platform

extension Fleet {
  /// The files that a mission made, or the text of one of them.
  ///
  /// - Throws: what `MissionFiles` throws.
  package func artifacts(
    of id: MissionID, _ request: ArtifactsRequest = ArtifactsRequest(),
    trusting tokens: Set<String>? = nil
  ) async throws -> ArtifactsResult {
    let known = try await knownFiles(of: id, trusting: tokens)
    let host = surroundings.host.hostName
    return try await files.run { [home] in try known.read(request, besides: home, on: host) }
  }

  /// Opens one file of a mission's workspace, to be read in parts even if its path changes
  /// meanwhile.
  ///
  /// - Throws: what `artifacts` throws, and `not_found` for a file that isn't there.
  package func openArtifact(
    of id: MissionID, path file: String, trusting tokens: Set<String>? = nil
  ) async throws -> ArtifactFile {
    let known = try await knownFiles(of: id, trusting: tokens)
    let host = surroundings.host.hostName
    return try await files.run { [home] in try known.open(file, besides: home, on: host) }
  }

  /// Reads a part of an open file; fewer bytes than asked for only at its end.
  package func read(
    _ file: ArtifactFile, offset: Int64, count: Int
  ) async throws(MissionError) -> [UInt8] {
    try await files.run { () throws(MissionError) in try file.read(offset: offset, count: count) }
  }

  /// The content of a file that a worker declares, for a caller on this host; nil where the file
  /// can't be read from here or is not a regular one, and, without a look at it, where the mission
  /// would refuse the declaration.
  ///
  /// Only the mission's row is read to find the file, however long its history is.
  package func content(
    of artifact: ArtifactReport, from id: MissionID, as token: FencingToken, _ call: CallContext
  ) async -> FileContent? {
    guard call.remoteHost == nil,
      let known = try? await heldFiles(of: id, declaring: artifact, as: token, call)
    else { return nil }
    let host = surroundings.host.hostName
    return try? await files.run { [home] in
      try known.open(artifact.path, besides: home, on: host).content()
    }
  }

  /// The folder and host of a mission's files, if it would accept the declaration; else nil.
  private func heldFiles(
    of id: MissionID, declaring artifact: ArtifactReport, as token: FencingToken,
    _ call: CallContext
  ) async throws -> MissionFiles? {
    let ledger = try await place(of: id)
    let known = try await read(ledger) { lane -> MissionFiles? in
      let context = DecisionContext(now: lane.now, ledger: lane.lane, policy: lane.policy)
      guard let state = try lane.state(of: id),
        case .append = try decide(state, .artifact(token, artifact), context)
      else { return nil }
      var files = try MissionFiles(of: state, events: [])
      // It doesn't matter who named the folder: the declaring worker answers for its file.
      if let tokens = call.trustedTokens, TokenActor.isToken(call.actor, besides: tokens) {
        files.confinement = self.workRoots(ofVP: state.facts.vpID, state.facts.resolvedTargetPath)
      }
      return files
    }
    return known ?? nil
  }

  /// The folder, host and records of a mission's files, from the log.
  private func knownFiles(
    of id: MissionID, trusting tokens: Set<String>?
  ) async throws -> MissionFiles {
    let ledger = try await place(of: id)
    let known = try await read(ledger) { lane -> MissionFiles? in
      guard let state = try lane.state(of: id) else { return nil }
      let events = try lane.reader.log.events(ofStreamAt: state.facts.dispatchPosition)
      var files = try MissionFiles(of: state, events: events, upcasting: lane.upcasting)
      if let tokens, events.contains(where: { $0.namesFolder(besides: tokens) }) {
        files.confinement = self.workRoots(ofVP: state.facts.vpID, state.facts.resolvedTargetPath)
      }
      return files
    }
    guard let known = known ?? nil else { throw MissionError.unknownMission(id) }
    return known
  }

  /// The folders that a VP's missions work in, and this mission's own target.
  private func workRoots(ofVP vp: VPID, _ target: String?) -> [String] {
    let rule = workspaceGuard(ofVP: vp)
    return [workspaceRoot(ofVP: vp), rule.handoffRoot] + rule.allowedRoots
      + (target.map { [$0] } ?? [])
  }
}

extension RecordedEvent {
  /// Whether it may name the mission's folder and was reported by a token outside `tokens`: on that
  /// word alone this process would read anything that its user may.
  fileprivate func namesFolder(besides tokens: Set<String>) -> Bool {
    switch MissionEventType.named(type) {
    case .started, .completed, .failed, .cancelled, .requeued:
      return TokenActor.isToken(actor, besides: tokens)
    default: return false
    }
  }
}
