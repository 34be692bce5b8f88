package import MissionModel
import MissionStore
import Platform

extension Fleet {
  /// The oldest claimable mission of each tier over every ledger, the tier that is served first at
  /// the front.
  ///
  /// A mission that waits for its VP's other missions or for a target counts; one that waits for
  /// its own time or for a paused VP doesn't.
  package func starving() async throws -> (missions: [StarvingMission], warnings: [Warning]) {
    let (lists, warnings) = try await readEach { lane in
      try lane.missions { try $0.oldestQueued(now: lane.now) }.map {
        try lane.view(of: $0, withRequest: false)
      }
    }
    let now = now
    let waiting = lists.joined().filter { $0.waitingFor != .vpPaused }.map { view in
      let facts = view.state.facts
      let since = max(facts.dispatchedAt ?? now, facts.notBefore ?? .epoch)
      return StarvingMission(mission: view, waitingSeconds: max(0, now.seconds(since: since)))
    }
    let tiers = Dictionary(grouping: waiting) { $0.mission.state.facts.priorityTier }
    let oldest = tiers.compactMapValues { $0.max { $0.waitingSeconds < $1.waitingSeconds } }
    return (oldest.sorted { $0.key.rank < $1.key.rank }.map(\.value), warnings)
  }
}

/// The oldest mission of a tier that a free worker could take.
package struct StarvingMission: Sendable {
  package let mission: MissionView
  /// For how long a worker could have taken it.
  package let waitingSeconds: Double
}
