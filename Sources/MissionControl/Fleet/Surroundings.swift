package import EventLog
package import Platform

/// What a fleet is handed of the world: clocks, chance, the machine, and a way to tell a person something.
package struct Surroundings: Sendable {
  package var clocks: Clocks
  package var randomness: Randomness
  package var host: HostIdentity
  package var processes: ProcessTable
  /// Overrides the configured durability: tests of anything else need none.
  package var durability: EventLog.Options.Durability?
  /// Tells a person what happened on the way, such as that a home was made.
  package var notice: @Sendable (String) -> Void

  /// Makes surroundings; the defaults are the machine as it is.
  package init(
    clocks: Clocks = .system, randomness: Randomness = .system, host: HostIdentity = .system,
    processes: ProcessTable = .system, durability: EventLog.Options.Durability? = nil,
    notice: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.clocks = clocks
    self.randomness = randomness
    self.host = host
    self.processes = processes
    self.durability = durability
    self.notice = notice
  }
}
