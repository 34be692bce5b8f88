import EventLog
import EventProjections
package import MissionControl
import MissionReplay
import MissionTesting
package import Platform

/// A home that holds everything that ledgers of this format can hold, the same bytes each time it
/// is written.
package enum GoldenHome {
  /// When its answers are asked for: some minutes after its last event.
  package static let askedAt = Instant(microseconds: 1_767_226_500_000_000)
  private static let seed: UInt64 = 20_260_101

  /// Writes the home, what it takes over from the predecessor's ledger at `predecessor` included,
  /// and leaves each ledger whole in its one file.
  package static func write(to path: String, importing predecessor: String) async throws {
    let clock = TestClock()
    BuildInfo.stamp(commit: "golden")
    let fleet = fleet(at: path, clocks: clock.clocks)
    _ = try await fleet.initialize()
    let teller = StoryTeller(fleet, clock)
    try await teller.tellSessions()
    try await teller.tellMissions()
    try await teller.tellOtherLane()
    _ = try await FleetImport(fleet, .person("ann", host: "desk"))
      .run(predecessor, name: PredecessorLedger.name)
    try await teller.tellFeeds()
    for ledger in ["coder", "runtime", "vp"] {
      try await fleet.writableLog(named: ledger).rebuild(actor: "operator:ann@desk")
    }
    precondition(clock.now < askedAt, "the story is longer than the time until it is asked about")
    fleet.close()
    for lane in fleet.configuration.lanes { try EventLog.settle(fleet.home.ledgerPath(lane)) }
  }

  /// A fleet over a golden home, whatever build wrote it.
  package static func fleet(at path: String, clocks: Clocks) -> Fleet {
    Fleet(
      home: Home(path: path, origin: "a golden home"), configuration: Configuration(),
      surroundings: Surroundings(
        clocks: clocks, randomness: .seeded(seed),
        host: HostIdentity(
          machineID: "machine-1", bootID: "boot-1", pidNamespace: 1, hostName: "desk",
          process: ProcessIdentity(pid: 1, startTime: 1)),
        freeBytes: { _ in nil }, durability: EventLog.Options.Durability.none))
  }
}
