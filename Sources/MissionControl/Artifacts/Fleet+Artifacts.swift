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
    let tokens = call.trustedTokens
    let known = try await read(ledger) { lane -> KnownFiles? in
      let context = DecisionContext(now: lane.now, ledger: lane.lane, policy: lane.policy)
      guard let state = try lane.state(of: id),
        case .append = try decide(state, .artifact(token, artifact), context)
      else { return nil }
      let first = try lane.reader.log.event(at: state.facts.dispatchPosition)
      let link = tokens.map { tokens in
        var link = ChainLink(state, [first].compactMap(\.self), trusting: tokens)
        // It doesn't matter who named the folder: the declaring worker answers for its file.
        link.isFolderOfStranger = TokenActor.isToken(call.actor, besides: tokens)
        return link
      }
      return KnownFiles(
        state: state, files: try MissionFiles(of: state, events: []), link: link)
    }
    return try await confined(known ?? nil, trusting: tokens)
  }

  /// The folder, host and records of a mission's files, from the log.
  private func knownFiles(
    of id: MissionID, trusting tokens: Set<String>?
  ) async throws -> MissionFiles {
    let ledger = try await place(of: id)
    let known = try await read(ledger) { lane -> KnownFiles? in
      guard let state = try lane.state(of: id) else { return nil }
      let events = try lane.reader.log.events(ofStreamAt: state.facts.dispatchPosition)
      return KnownFiles(
        state: state,
        files: try MissionFiles(of: state, events: events, upcasting: lane.upcasting),
        link: tokens.map { ChainLink(state, events, trusting: $0) })
    }
    guard let files = try await confined(known ?? nil, trusting: tokens) else {
      throw MissionError.unknownMission(id)
    }
    return files
  }

  private func confined(
    _ known: KnownFiles?, trusting tokens: Set<String>?
  ) async throws -> MissionFiles? {
    guard var known else { return nil }
    if let tokens, let link = known.link {
      known.files.confinement = try await confinement(of: known.state, link, trusting: tokens)
    }
    return known.files
  }

  /// A mission with its files, and its place in its chain if strangers may have named their folder.
  private struct KnownFiles: Sendable {
    let state: MissionState
    var files: MissionFiles
    let link: ChainLink?
  }
}
