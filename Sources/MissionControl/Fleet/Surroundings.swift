package import EventLog
package import EventProjections
package import MissionStore
package import Platform

/// What a fleet is handed of the world: clocks, chance, the machine, and a way to tell a person something.
package struct Surroundings: Sendable {
  package var clocks: Clocks
  package var randomness: Randomness
  /// What the program makes of ledgers: this build's own, but where another build is tried.
  package var model: LedgerModel
  package var host: HostIdentity
  package var processes: ProcessTable
  /// Returns how many bytes may still be written where a path lies; nil where nobody can tell.
  package var freeBytes: @Sendable (_ path: String) -> Int64?
  /// Overrides the configured durability: tests of anything else need none.
  package var durability: EventLog.Options.Durability?
  /// Tells a person what happened on the way, such as that a home was made.
  package var notice: @Sendable (String) -> Void
  /// Hears how far a rebuild is that opening a ledger for writing has begun.
  package var replaying: @Sendable (_ ledger: String, ReplayProgress) -> Void

  /// Makes surroundings; the defaults are the machine as it is.
  package init(
    clocks: Clocks = .system, randomness: Randomness = .system,
    model: LedgerModel = .current, host: HostIdentity = .system,
    processes: ProcessTable = .system,
    freeBytes: @escaping @Sendable (String) -> Int64? = { try? FileSystem.freeBytes(at: $0) },
    durability: EventLog.Options.Durability? = nil,
    notice: @escaping @Sendable (String) -> Void = { _ in },
    replaying: @escaping @Sendable (String, ReplayProgress) -> Void = { _, _ in }
  ) {
    self.clocks = clocks
    self.randomness = randomness
    self.model = model
    self.host = host
    self.processes = processes
    self.freeBytes = freeBytes
    self.durability = durability
    self.notice = notice
    self.replaying = replaying
  }
}
