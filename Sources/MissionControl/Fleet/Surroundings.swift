package import EventLog
package import EventProjections
package import MissionStore
package import Platform

/// What a fleet is given of the world: clocks, randomness, the machine, and a way to notify a
/// person.
package struct Surroundings: Sendable {
  package var clocks: Clocks
  package var randomness: Randomness
  /// The program's reading of ledgers: this build's own, unless another is tried.
  package var model: LedgerModel
  package var host: HostIdentity
  package var processes: ProcessTable
  /// Returns how many bytes may still be written at a path; nil where it can't be told.
  package var freeBytes: @Sendable (_ path: String) -> Int64?
  /// An override of the configured durability: most tests need none.
  package var durability: EventLog.Options.Durability?
  /// Notifies a person of an event on the way, such as that a home was made.
  package var notice: @Sendable (String) -> Void
  /// Called with the progress of a rebuild that opening a ledger for writing has begun.
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
