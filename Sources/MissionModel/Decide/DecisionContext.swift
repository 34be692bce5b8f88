package import Platform

/// Where and when a decision is made: all that `decide` may know besides the state and the command.
package struct DecisionContext: Hashable, Sendable {
  /// The time at which the events will be recorded.
  package var now: Instant
  /// The ledger's name, for the ids of events.
  package var ledger: String
  /// The configured values.
  package var policy: MissionPolicy
  /// The boot of the machine that appends, if known.
  package var bootID: String?
  /// That machine's monotonic clock, in microseconds.
  package var mono: Int64?
  /// Wall-clock time, which `now` may be ahead of; a mission's own times are judged by it.
  package var wallTime: Instant

  /// The last report of the worker of a mission that ended as cancelled, for comparison with
  /// another finish.
  package var lastReport: ReportedFinish?
  /// When a person looked at the mission, if that is needed and the row doesn't tell.
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
