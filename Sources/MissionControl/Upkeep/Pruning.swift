import MissionModel
import Platform

/// A run that empties the workspaces of missions that ended long ago, except for receipts, markers
/// and deliverables.
///
/// Files go first, then the event records how many bytes they were: what is recorded has happened.
/// A repeated run finds nothing to do, an interrupted one goes on. Only folders on this machine
/// right below the workspace root are touched.
package struct Pruning: Sendable {
  /// How many missions are read at a time.
  private static let page = 500

  let fleet: Fleet
  private let request: PruneRequest

  /// Prepares to empty the workspaces of `request`; nothing is read yet.
  package init(of fleet: Fleet, _ request: PruneRequest) {
    self.fleet = fleet
    self.request = request
  }

  /// Empties the workspaces.
  ///
  /// - Throws: `config_invalid` where files are to be removed while the configuration has a
  ///   problem, `ledger_read_only` where the removal can't be recorded.
  package func run(_ call: CallContext) async throws -> PruneResult {
    if !request.isRehearsal {
      try fleet.checkMayWrite()
      if let refusal = fleet.configuration.refusal { throw refusal }
    }
    let cutoff = fleet.now.advanced(bySeconds: -request.olderThanSeconds)
    let (ended, warnings, unread) = try await missions(EffectiveStatus.ended, until: cutoff)
    let (live, _, _) = try await missions(EffectiveStatus.unfinished)
    var result = PruneResult(warnings: warnings)
    let rule = PruneRule(
      host: fleet.surroundings.host.hostName, cutoff: cutoff,
      targets: Set(
        (ended + live).compactMap(\.facts.resolvedTargetPath).map { ExactText($0) }))
    for mission in ended {
      let chain: [MissionState]? =
        unread.contains(mission.facts.missionID)
        ? nil : mission.workspace == nil ? [] : try await chain(of: mission, warnings.isEmpty)
      let root = fleet.workspaceRoot(ofVP: mission.facts.vpID)
      switch rule.judge(mission, chain: chain, root: root) {
      case nil: continue
      case .keep(let reason): result.kept[reason, default: 0] += 1
      case .empty(let users):
        let workspace = try await empty(root, mission.facts.missionID, users: users, call)
        if let workspace { result.workspaces.append(workspace) }
      }
    }
    result.workspaces.sort { $0.mission < $1.mission }
    return result
  }

  /// Every mission with one of these statuses that was dispatched before a time, over all readable
  /// ledgers; with the unreadable ledgers, and the missions that can't be read whole, which may
  /// have been retried.
  private func missions(
    _ statuses: Set<EffectiveStatus>, until: Instant? = nil
  ) async throws -> ([MissionState], [Warning], unread: Set<MissionID>) {
    var request = ListRequest()
    request.filter.statuses = statuses
    request.filter.until = until
    request.filter.order = .oldest
    request.limit = Self.page
    var found: [MissionState] = []
    var unread: Set<MissionID> = []
    while true {
      let page = try await fleet.list(request)
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
    request.limit = Self.page
    let page = try await fleet.list(request)
    return page.warnings.isEmpty && page.nextCursor == nil ? page.missions.map(\.state) : nil
  }

  /// Empties one workspace; nil where it is gone, or has nothing to remove.
  private func empty(
    _ root: String, _ mission: MissionID, users: [MissionID], _ call: CallContext
  ) async throws -> PruneResult.Workspace? {
    let path = root + "/" + mission.rawValue
    var keeping: Set<String> = []
    for user in users { keeping.formUnion(try await filesToKeep(of: user)) }
    let kept = keeping
    let isRehearsal = request.isRehearsal
    // If the ledger can't be written, the removal would go unrecorded.
    if !isRehearsal { _ = try await fleet.writableLog(fleet.place(of: mission)) }
    let emptied: BeneathRoot.Emptied
    do throws(PlatformError) {
      emptied = try await fleet.files.run { () throws(PlatformError) in
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
        _ = try await fleet.perform(.recordPruning(bytesFreed: emptied.bytes), on: mission, call)
      } catch let error as MissionError {
        failure = "the workspace was emptied, but that could not be recorded: \(error.message)"
      }
    }
    return PruneResult.Workspace(
      mission: mission, path: path, files: emptied.files, bytesFreed: emptied.bytes,
      failure: failure)
  }
}

extension EffectiveStatus {
  fileprivate static let ended: Set<EffectiveStatus> = [.completed, .failed, .cancelled]
  fileprivate static let unfinished: Set<EffectiveStatus> = [
    .queued, .running, .blocked, .stale, .cancelling,
  ]
}
