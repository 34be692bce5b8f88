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
      ended.merge(lane.ended) { $0 + $1 }
    }
  }
}

/// What one ledger adds to the totals beyond what its VPs say.
struct LaneTotals: Sendable {
  let stale: Int
  let ended: [MissionStatus: Int]
}

extension LaneReader {
  /// What this ledger adds to the totals; costs a look at every mission that is held, and at the index of ends.
  func totals(since: Instant) throws -> LaneTotals {
    var filter = MissionFilter()
    filter.statuses = [.stale]
    let stale = try reader.listMissions(filter, limit: .max, now: now, policy: policy)
    return LaneTotals(stale: stale.count, ended: try missions { try $0.ended(since: since) })
  }
}
