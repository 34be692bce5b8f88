import EventProjections
package import MissionModel
import MissionStore
package import Platform

/// The fleet in numbers: what isn't over, and how what ended since a time has ended.
package struct FleetTotals: Sendable {
  package internal(set) var queued = 0
  /// Those that a worker holds, stale ones among them.
  package internal(set) var running = 0
  package internal(set) var blocked = 0
  package internal(set) var stale = 0
  /// Those that need a person, whether over or not.
  package internal(set) var attention = 0
  package internal(set) var liveWorkers = 0
  /// From when on those that ended are counted.
  package let since: Instant
  /// How many ended since then, by how they ended.
  package internal(set) var ended: [MissionStatus: Int] = [:]

  /// Adds up what the VPs say of what isn't over; what ended and what is stale come from the ledgers.
  init(of vps: [VPView], since: Instant, in lanes: [LaneTotals]) {
    self.since = since
    for vp in vps {
      queued += vp.queued
      running += vp.running
      blocked += vp.blocked
      liveWorkers += vp.liveWorkers
    }
    for lane in lanes {
      stale += lane.stale
      attention += lane.attention
      ended.merge(lane.ended) { $0 + $1 }
    }
  }
}

/// What one ledger adds to the totals beyond what its VPs say.
struct LaneTotals: Sendable {
  let stale: Int
  let attention: Int
  let ended: [MissionStatus: Int]
}

extension LaneReader {
  /// What this ledger adds to the totals; costs a look at every mission that is held, and at the indexes of ends and of
  /// what needs attention.
  func totals(since: Instant) throws -> LaneTotals {
    var filter = MissionFilter()
    filter.statuses = [.running, .blocked]
    let held = try reader.listMissions(filter, limit: .max, now: now, policy: policy)
    // An escalated one that nobody has looked at is counted with those that need attention whatever the time.
    let needing = held.filter {
      ($0.state.acknowledged || !$0.state.escalated) && $0.attention(at: now, policy) != nil
    }
    return try missions { queries in
      LaneTotals(
        stale: held.count { $0.judgement.isStale },
        attention: needing.count + (try queries.needingAttention()),
        ended: try queries.ended(since: since))
    }
  }
}
