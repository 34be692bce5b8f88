package import MissionModel
package import Platform

/// The rule for which finished missions' workspaces may be emptied, over what the log says of a
/// mission and its chain.
///
/// A workspace is its mission's own folder, named by its id, right below the workspace root.
/// Retries that continued in it count as its users.
package struct PruneRule: Sendable {
  /// Why a finished mission's workspace stays as it is.
  package enum Reason: String, Hashable, Sendable, CaseIterable {
    /// It ended too recently, or a retry that worked in it did.
    case recent
    /// A mission of its chain has not ended, or can't be found.
    case chain = "live_chain"
    /// The folder is named by some mission's constraints.
    case targetPath = "target_path"
    /// The folder is not the mission's own below the workspace root.
    case elsewhere
    /// The folder is on another machine, or on an unknown one.
    case otherHost = "other_host"
  }

  /// The verdict on a workspace.
  package enum Verdict: Hashable, Sendable {
    case keep(Reason)
    /// It is emptied; these missions worked in it.
    case empty(users: [MissionID])
  }

  /// This machine.
  let host: String
  /// Missions that ended after this time are left alone.
  let cutoff: Instant
  /// The folders that missions' constraints name to work in, links followed.
  let targets: Set<ExactText>

  /// Makes a rule.
  package init(host: String, cutoff: Instant, targets: Set<ExactText>) {
    self.host = host
    self.cutoff = cutoff
    self.targets = targets
  }

  /// Judges a mission that has ended; nil where it has no workspace, or shares another mission's.
  ///
  /// `root` is the workspace root of its VP; `chain` are all missions of its chain, itself
  /// included, or nil where not all can be read.
  package func judge(_ mission: MissionState, chain: [MissionState]?, root: String) -> Verdict? {
    guard mission.status.isTerminal, let folder = mission.workspace else { return nil }
    let own = root + "/" + mission.facts.missionID.rawValue
    if mission.facts.resolvedTargetPath != nil { return .keep(.targetPath) }
    guard folder == own else { return mission.facts.retryOf == nil ? .keep(.elsewhere) : nil }
    let isTargeted = targets.contains { target in
      Paths.isInside(target.string, folder) || Paths.isInside(folder, target.string)
    }
    if isTargeted { return .keep(.targetPath) }
    guard mission.workerHost == host else { return .keep(.otherHost) }
    guard let chain, isAtRest(chain) else { return .keep(.chain) }
    let users = chain.filter { $0.workspace == folder }
    guard users.allSatisfy({ $0.completedAt.map { $0 <= cutoff } ?? false }) else {
      return .keep(.recent)
    }
    return .empty(users: users.map(\.facts.missionID))
  }

  /// Whether every mission of a chain has ended, and none of it is missing.
  private func isAtRest(_ chain: [MissionState]) -> Bool {
    let known = Set(chain.map(\.facts.missionID))
    return chain.allSatisfy { mission in
      mission.status.isTerminal && mission.retried.map { known.contains($0.newMissionID) } ?? true
    }
  }
}
