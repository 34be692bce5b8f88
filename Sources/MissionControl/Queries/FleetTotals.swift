package import MissionModel
import MissionStore
package import Platform

/// The fleet in numbers: missions that are not over, and those that have ended since a time, by how
/// they ended.
package struct FleetTotals: Sendable {
  package internal(set) var queued = 0
  /// Those that a worker holds, including stale ones.
  package internal(set) var running = 0
  package internal(set) var blocked = 0
  package internal(set) var stale = 0
  /// Those that need a person, whether over or not.
  package internal(set) var attention = 0
  package internal(set) var liveWorkers = 0
  /// The time from which ended missions are counted.
  package let since: Instant
  /// How many ended since then, by status.
  package internal(set) var ended: [MissionStatus: Int] = [:]

  /// Adds up the VPs' counts of missions that are not over; the ledgers add ended and stale ones.
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

/// The counts of one ledger that its VPs don't have.
struct LaneTotals: Sendable {
  let stale: Int
  let attention: Int
  let ended: [MissionStatus: Int]
}

extension LaneReader {
  /// The counts of this ledger; reads every held mission, and the indexes of ends and of attention.
  func totals(since: Instant) throws -> LaneTotals {
    var filter = MissionFilter()
    filter.statuses = [.running, .blocked]
    let held = try reader.listMissions(filter, limit: .max, now: now, policy: policy)
    // An escalated mission that nobody has looked at is in the index of attention, whatever the
    // time.
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
