package import EventLog
package import Platform

/// What a fleet is handed of the world: clocks, chance, the machine, and a way to tell a person something.
package struct Surroundings: Sendable {
  package var clocks: Clocks
  package var randomness: Randomness
  package var host: HostIdentity
  package var processes: ProcessTable
  /// Returns how many bytes may still be written where a path lies; nil where nobody can tell.
  package var freeBytes: @Sendable (_ path: String) -> Int64?
  /// Overrides the configured durability: tests of anything else need none.
  package var durability: EventLog.Options.Durability?
  /// Tells a person what happened on the way, such as that a home was made.
  package var notice: @Sendable (String) -> Void

  /// Makes surroundings; the defaults are the machine as it is.
  package init(
    clocks: Clocks = .system, randomness: Randomness = .system, host: HostIdentity = .system,
    processes: ProcessTable = .system,
    freeBytes: @escaping @Sendable (String) -> Int64? = { try? FileSystem.freeBytes(at: $0) },
    durability: EventLog.Options.Durability? = nil,
    notice: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.clocks = clocks
    self.randomness = randomness
    self.host = host
    self.processes = processes
    self.freeBytes = freeBytes
    self.durability = durability
    self.notice = notice
  }
}
