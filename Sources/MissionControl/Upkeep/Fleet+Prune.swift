import CanonicalJSON
import EventLog
import EventProjections
package import MissionModel
import MissionStore
import Platform

/// Which workspaces are to be emptied.
package struct PruneRequest: Hashable, Sendable {
  /// Missions that ended so many seconds ago, or longer.
  package var olderThanSeconds = 30.0 * 86_400
  /// Whether to say only what would be done.
  package var isRehearsal = false

  package init() {}
}

/// What a pruning did, or would do.
package struct PruneResult: Sendable {
  /// One workspace that was emptied.
  package struct Workspace: Sendable {
    /// The mission whose own folder it is.
    package let mission: MissionID
    package let path: String
    package let files: Int
    package let bytesFreed: Int64
    /// Why something had to be left, or could not be recorded; nil where all went well.
    package let failure: String?
  }

  /// The workspaces in which there was something to remove, by mission id.
  package var workspaces: [Workspace] = []
  /// How many finished missions' workspaces stay as they are, by reason.
  package var kept: [PruneRule.Reason: Int] = [:]
  package var warnings: [Warning] = []

  /// What was freed in all.
  package var bytesFreed: Int64 { workspaces.reduce(0) { $0 + $1.bytesFreed } }
}

extension Fleet {
  /// How many missions are read at a time.
  private static let prunePage = 500
  /// The most bytes of a receipt.
  private static let receiptLimit = 8 << 20
  /// What a receipt that is none is told as: EBADMSG.
  private static let unreadableReceipt: Int32 = 74

  /// Empties the workspaces of missions that ended long ago but for receipts, markers and deliverables.
  ///
  /// Files go first, then the event says how many bytes they were: what is recorded has happened. A repeated call finds
  /// nothing to do, an interrupted one goes on. Only folders on this machine right below the workspace root are touched.
  ///
  /// - Throws: `config_invalid` where anything is to be removed.
  package func prune(_ request: PruneRequest, _ call: CallContext) async throws -> PruneResult {
    if !request.isRehearsal, let refusal = configuration.refusal { throw refusal }
    let cutoff = now.advanced(bySeconds: -request.olderThanSeconds)
    let (ended, warnings, unread) = try await missions(EffectiveStatus.ended, until: cutoff)
    let (live, _, _) = try await missions(EffectiveStatus.unfinished)
    var result = PruneResult(warnings: warnings)
    let rule = PruneRule(
      host: surroundings.host.hostName, cutoff: cutoff,
      targets: Set((ended + live).compactMap(\.facts.resolvedTargetPath)))
    for mission in ended {
      let chain: [MissionState]? =
        unread.contains(mission.facts.missionID)
        ? nil : mission.workspace == nil ? [] : try await chain(of: mission, warnings.isEmpty)
      let root = workspaceRoot(ofVP: mission.facts.vpID)
      switch rule.judge(mission, chain: chain, root: root) {
      case nil: continue
      case .keep(let reason): result.kept[reason, default: 0] += 1
      case .empty(let users):
        let workspace = try await empty(
          root, mission.facts.missionID, users: users, isRehearsal: request.isRehearsal, call)
        if let workspace { result.workspaces.append(workspace) }
      }
    }
    result.workspaces.sort { $0.mission < $1.mission }
    return result
  }

  /// Every mission with one of these statuses that was dispatched before a time, over all ledgers that can be read, the
  /// ledgers that can't, and the missions that can't be read whole: they may have been retried.
  private func missions(
    _ statuses: Set<EffectiveStatus>, until: Instant? = nil
  ) async throws -> ([MissionState], [Warning], unread: Set<MissionID>) {
    var request = ListRequest()
    request.filter.statuses = statuses
    request.filter.until = until
    request.filter.order = .oldest
    request.limit = Self.prunePage
    var found: [MissionState] = []
    var unread: Set<MissionID> = []
    while true {
      let page = try await list(request)
      found += page.missions.map(\.state)
      let leftOut = page.warnings.filter { $0.kind != .eventUnread }
      unread.formUnion(page.warnings.filter { $0.kind == .eventUnread }.compactMap(\.missionID))
      guard let next = page.nextCursor else { return (found, leftOut, unread) }
      request.cursor = next
    }
  }

  /// The missions of a chain of retries; nil where not all of them can be read.
  private func chain(of mission: MissionState, _ canReadAll: Bool) async throws -> [MissionState]? {
    if mission.retried == nil, mission.facts.retryOf == nil { return [mission] }
    guard canReadAll else { return nil }
    var request = ListRequest()
    request.filter.chainID = mission.facts.chainID
    request.limit = Self.prunePage
    let page = try await list(request)
    return page.warnings.isEmpty && page.nextCursor == nil ? page.missions.map(\.state) : nil
  }

  /// Empties one workspace; nil where there is none any more, or nothing in it to remove.
  private func empty(
    _ root: String, _ mission: MissionID, users: [MissionID], isRehearsal: Bool,
    _ call: CallContext
  ) async throws -> PruneResult.Workspace? {
    let path = root + "/" + mission.rawValue
    var keeping: Set<String> = []
    for user in users { keeping.formUnion(try await filesToKeep(of: user)) }
    let kept = keeping
    // A ledger that can't be written would leave the removal untold.
    if !isRehearsal { _ = try await writableLog(place(of: mission)) }
    let emptied: BeneathRoot.Emptied
    do throws(PlatformError) {
      emptied = try await files.run { () throws(PlatformError) in
        let workspace = try BeneathRoot(path: root).folder(mission.rawValue)
        let listed = try Self.deliverables(inReceiptsOf: workspace, kept)
        return try workspace.empty(keeping: kept.union(listed), isRehearsal: isRehearsal)
      }
    } catch {
      guard !error.isMissing else { return nil }
      return PruneResult.Workspace(
        mission: mission, path: path, files: 0, bytesFreed: 0, failure: error.message)
    }
    guard emptied.files > 0 || emptied.failure != nil else { return nil }
    var failure = emptied.failure?.message
    if !isRehearsal, emptied.files > 0 {
      do {
        _ = try await perform(.recordPruning(bytesFreed: emptied.bytes), on: mission, call)
      } catch let error as MissionError {
        failure = "the workspace was emptied, but that could not be recorded: \(error.message)"
      }
    }
    return PruneResult.Workspace(
      mission: mission, path: path, files: emptied.files, bytesFreed: emptied.bytes,
      failure: failure)
  }

  /// The receipt, the marker and the deliverables of a mission, as its log names them.
  private func filesToKeep(of mission: MissionID) async throws -> Set<String> {
    let ledger = try await place(of: mission)
    return try await read(ledger) { lane -> Set<String> in
      guard let state = try lane.state(of: mission) else { return [] }
      var paths = Set([WorkspaceFiles.receipt, WorkspaceFiles.marker])
      paths.formUnion(
        [state.outcome?.receiptPath, state.outcome?.markerPath].compactMap(\.self))
      paths.formUnion(state.outcome?.deliverables ?? [])
      for event in try lane.reader.log.events(ofStreamAt: state.facts.dispatchPosition)
      where event.type == MissionEventType.artifact.rawValue {
        let change = try MissionEvent(
          type: event.type, schema: event.schema, payload: event.payload,
          upcasting: lane.upcasting)
        if case .artifact(let artifact) = change, artifact.role == .deliverable {
          paths.insert(artifact.path)
        }
      }
      return paths
    } ?? []
  }

  /// The deliverables that receipts in a workspace list: an event names no more than the first few.
  ///
  /// Throws for a receipt that is there but can't be read: then nobody knows what else is to be kept.
  private static func deliverables(
    inReceiptsOf workspace: BeneathRoot, _ paths: Set<String>
  ) throws(PlatformError) -> Set<String> {
    var found: Set<String> = []
    for path in paths.sorted() where path.split(separator: "/").last == WorkspaceFiles.receipt[...]
    {
      let bytes: [UInt8]
      do throws(PlatformError) {
        bytes = try workspace.openFile(path).read(offset: 0, count: receiptLimit)
      } catch {
        guard error.isMissing else { throw error }
        continue
      }
      do throws(JSONError) {
        let receipt = try StoredReceipt(JSONText(canonicalizing: bytes))
        found.formUnion(receipt.files.filter(\.value.isDeliverable).keys)
      } catch {
        throw PlatformError(
          errno: unreadableReceipt, operation: "reading the receipt", path: path)
      }
    }
    return found
  }
}

extension EffectiveStatus {
  fileprivate static let ended: Set<EffectiveStatus> = [.completed, .failed, .cancelled]
  fileprivate static let unfinished: Set<EffectiveStatus> = [
    .queued, .running, .blocked, .stale, .cancelling,
  ]
}
