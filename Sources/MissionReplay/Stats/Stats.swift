package import EventLog
package import MissionControl
package import MissionModel
package import Platform

/// The figures of a fleet's work within a window, and its state at the window's end.
package struct Stats: Sendable {
  /// The window: from `since`, inclusive, to `until`.
  package let since: Instant
  package let until: Instant
  /// The requested length of the window, in seconds; events that were recorded by a clock that ran
  /// ahead make it longer.
  package let windowSeconds: Double
  /// The promise of a commit: `full` or `relaxed`.
  package let durability: Configuration.Durability
  /// The figures of each VP's missions, by VP; VPs without events in the window are left out.
  package let vps: [VPFigures]
  /// Each ledger, by name.
  package let ledgers: [LedgerFigures]
  /// The oldest claimable mission of each tier, the tier that is served first at the front.
  package let starving: [StarvingMission]
  /// The bridge's state at the window's end; nil where the runtime ledger can't be read.
  package let bridge: BridgeMetrics?
  /// The thresholds with their figures.
  package private(set) var checks: [Check] = []

  /// One VP's figures.
  package struct VPFigures: Sendable {
    package let vpID: VPID
    package let lane: String
    package let work: WorkTally
  }

  /// Combines figures, and compares them with the thresholds.
  package init(
    since: Instant, until: Instant, windowSeconds: Double? = nil, configuration: Configuration,
    vps: [VPFigures], ledgers: [LedgerFigures], starving: [StarvingMission], bridge: BridgeMetrics?
  ) {
    self.since = since
    self.until = until
    self.windowSeconds = windowSeconds ?? until.seconds(since: since)
    durability = configuration.durability
    self.vps = vps
    self.ledgers = ledgers
    self.starving = starving
    self.bridge = bridge
    checks = Check.all(of: self, configuration.stats)
  }

  /// The figures of all VPs' missions.
  package var work: WorkTally { Self.sum(of: vps) }

  /// The figures of one lane's missions.
  package func work(ofLane lane: String) -> WorkTally {
    Self.sum(of: vps.filter { $0.lane == lane })
  }

  /// How long the oldest event that the bridge has not carried has waited, in seconds; nil without
  /// a bridge.
  package var bridgeLagSeconds: Double? {
    guard let bridge, bridge.isEnabled else { return nil }
    return bridge.sources.compactMap(\.lagSeconds).max()
  }

  /// The cost of taking the locks of all ledgers.
  package var locks: LockTally {
    ledgers.reduce(into: LockTally(hour: LockTally.hour(of: since))) { $0.add($1.locks) }
  }

  private static func sum(of vps: [VPFigures]) -> WorkTally {
    vps.reduce(into: WorkTally()) { $0.add($1.work) }
  }
}

/// The figures of one ledger in a window, and the size of its file.
package struct LedgerFigures: Sendable {
  /// The ledger's name.
  package let ledger: String
  /// The positions of the window's events: after one, up to the other.
  package let after: Int64
  package let through: Int64
  /// The window's events by type.
  package let types: [TypeMeasure]
  /// How many of them couldn't be folded.
  package let unreadable: Int
  /// The bytes of the file, and of the write-ahead log beside it; nil where they can't be told.
  package let fileBytes: Int64?
  let walBytes: Int64?
  /// The cost of taking its lock, in the whole hours that the window touches.
  package let locks: LockTally

  /// How many events the window holds.
  package var events: Int64 { types.reduce(0) { $0 + $1.events } }
  /// The bytes of their payloads, and of these in the file.
  package var payloadBytes: Int64 { types.reduce(0) { $0 + $1.payloadBytes } }
  package var storedBytes: Int64 { types.reduce(0) { $0 + $1.storedBytes } }
  /// The ratio of the payloads' size to their size in the file; nil without payloads.
  var compressionRatio: Double? {
    storedBytes > 0 ? Double(payloadBytes) / Double(storedBytes) : nil
  }
}

extension LockTally {
  /// The share of writes that waited or had to try again; nil without any.
  package var share: Double? {
    takes > 0 ? min(1, Double(waits + retries) / Double(takes)) : nil
  }
}
