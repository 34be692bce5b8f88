package import EventLog
package import MissionControl
package import MissionModel
package import Platform

/// What a fleet did within a window, and how it stands at the window's end.
package struct Stats: Sendable {
  /// The window: from `since`, inclusive, to `until`.
  package let since: Instant
  package let until: Instant
  /// The length of the window as it was asked for, in seconds; what a clock that ran ahead has recorded makes it longer.
  package let windowSeconds: Double
  /// What a commit promises: `full` or `relaxed`.
  package let durability: Configuration.Durability
  /// What happened to the missions of each VP, by VP; those with nothing in the window are left out.
  package let vps: [VPFigures]
  /// Each ledger, by name.
  package let ledgers: [LedgerFigures]
  /// The oldest claimable mission of each tier, the tier that is served first coming first.
  package let starving: [StarvingMission]
  /// How the bridge stands at the window's end; nil where the runtime ledger can't be read.
  package let bridge: BridgeMetrics?
  /// The thresholds, and what they were held against.
  package private(set) var checks: [Check] = []

  /// One VP's figures.
  package struct VPFigures: Sendable {
    package let vpID: VPID
    package let lane: String
    package let work: WorkTally
  }

  /// Puts figures together, and holds them against the thresholds.
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

  /// What happened to the missions of all VPs.
  package var work: WorkTally { Self.sum(of: vps) }

  /// What happened to the missions of one lane.
  package func work(ofLane lane: String) -> WorkTally {
    Self.sum(of: vps.filter { $0.lane == lane })
  }

  /// How long the oldest event that the bridge has not carried waits, in seconds; nil where no bridge is wanted.
  package var bridgeLagSeconds: Double? {
    guard let bridge, bridge.isEnabled else { return nil }
    return bridge.sources.compactMap(\.lagSeconds).max()
  }

  /// What taking the locks of all ledgers has cost.
  package var locks: LockTally {
    ledgers.reduce(into: LockTally(hour: LockTally.hour(of: since))) { $0.add($1.locks) }
  }

  private static func sum(of vps: [VPFigures]) -> WorkTally {
    vps.reduce(into: WorkTally()) { $0.add($1.work) }
  }
}

/// What a window holds of one ledger, and how large its file is.
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
  /// The bytes of the file, and of the write-ahead log beside it; nil where that can't be told.
  package let fileBytes: Int64?
  package let walBytes: Int64?
  /// What taking its lock has cost, in the whole hours that the window touches.
  package let locks: LockTally

  /// How many events the window holds.
  package var events: Int64 { types.reduce(0) { $0 + $1.events } }
  /// The bytes of their payloads, and what these take in the file.
  package var payloadBytes: Int64 { types.reduce(0) { $0 + $1.payloadBytes } }
  package var storedBytes: Int64 { types.reduce(0) { $0 + $1.storedBytes } }
  /// How many times smaller the payloads are in the file; nil without any.
  package var compressionRatio: Double? {
    storedBytes > 0 ? Double(payloadBytes) / Double(storedBytes) : nil
  }
}

extension LockTally {
  /// The share of writes that waited or had to try again; nil without any.
  package var share: Double? {
    takes > 0 ? min(1, Double(waits + retries) / Double(takes)) : nil
  }
}
