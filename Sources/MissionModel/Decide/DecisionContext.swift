package import Platform

/// Where and when a decision is made: all that `decide` may know beside the state and the command.
package struct DecisionContext: Hashable, Sendable {
  /// The time that the events will be recorded at.
  package var now: Instant
  /// The ledger's name, for the ids of events.
  package var ledger: String
  /// The configured values.
  package var policy: MissionPolicy
  /// The boot of the machine that appends, where it is known.
  package var bootID: String?
  /// That machine's monotonic clock, in microseconds.
  package var mono: Int64?
  /// The time by the wall clock, which `now` may be beyond: a mission's own times are judged by it.
  package var wallTime: Instant

  /// What the worker of a mission that ended as cancelled has reported, where another finish is held against it.
  package var lastReport: ReportedFinish?
  /// When a person looked at the mission, where one looks again and its row doesn't tell.
  package var lookedAt: Instant?

  /// Makes a context.
  package init(
    now: Instant, ledger: String, policy: MissionPolicy = MissionPolicy(), bootID: String? = nil,
    mono: Int64? = nil, wallTime: Instant? = nil
  ) {
    self.now = now
    self.ledger = ledger
    self.policy = policy
    self.bootID = bootID
    self.mono = mono
    self.wallTime = wallTime ?? now
  }
}
