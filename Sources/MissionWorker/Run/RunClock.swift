package import MissionModel
package import Platform

/// The time of one attempt: what it has used, how long it has been silent, and when it must stop.
///
/// A step function: an event and its time go in, actions on the command come out. It owns no clock,
/// no thread and no process, so every rule can be tested in a table.
package struct RunClock: Hashable, Sendable {
  /// The time of an event, on both clocks.
  package struct Moment: Hashable, Sendable {
    /// Microseconds of the monotonic clock.
    package let monotonic: Int64
    /// The fleet's time.
    package let fleet: Instant

    package init(monotonic: Int64, fleet: Instant) {
      self.monotonic = monotonic
      self.fleet = fleet
    }
  }

  /// An event of an attempt.
  package enum Event: Hashable, Sendable {
    /// Time passes; sent several times a second.
    case tick
    /// The command wrote something.
    case output
    /// The command reported what it has used so far.
    case used(Usage)
    /// The command asked a question; its clocks for silence and budget stop.
    case blocked
    /// The question was answered, or could not be asked.
    case unblocked
    case cancelRequested(reason: String?)
    /// The worker has waited for its missions as long as it may.
    case shutdown
    /// The mission is no longer this attempt's; `reversible` says that its own finish would still
    /// count.
    case leaseLost(reversible: Bool)
  }

  /// An action on the command.
  package enum Action: Hashable, Sendable {
    /// Ask its process group to end.
    case terminate
    /// Kill it and everything it started.
    case kill
  }

  /// A longer time between two events shows that the worker itself was stopped, so nobody saw
  /// whether there was output.
  static let unobservedAfter: Int64 = 5_000_000

  package let policy: RunPolicy
  /// The reason why the command was asked to end; the first one stands.
  package private(set) var stop: StopReason?
  private let startedAt: Int64
  private var lastSeenAt: Int64
  private var silentSince: Int64
  private var blockedSince: Int64?
  private var blockedFor: Int64 = 0
  private var reported = Usage()
  private var stoppedAt: Int64?
  private var isKilled = false

  /// Starts the clock.
  package init(policy: RunPolicy, now: Moment) {
    self.policy = policy
    startedAt = now.monotonic
    lastSeenAt = now.monotonic
    silentSince = now.monotonic
  }

  /// Takes an event and returns the actions, in order.
  package mutating func step(_ event: Event, at now: Moment) -> [Action] {
    noticeStandstill(now.monotonic)
    switch event {
    case .tick: break
    case .output: silentSince = now.monotonic
    case .used(let usage): reported = reported.updated(by: usage)
    case .blocked: blockedSince = blockedSince ?? now.monotonic
    case .unblocked: unblock(now.monotonic)
    case .cancelRequested(let reason): stop = stop ?? .cancelled(reason: reason)
    case .shutdown: stop = stop ?? .shutdown
    case .leaseLost(let reversible):
      // An attempt that may still finish goes on; but nobody can answer the question of a mission
      // that was taken away.
      if !reversible || blockedSince != nil { stop = stop ?? .leaseLost }
    }
    stop = stop ?? limitReached(at: now)
    return actions(at: now.monotonic)
  }

  /// Returns what the attempt has used: the reported figures, and the time it ran without the time
  /// it was blocked.
  package func usage(at monotonic: Int64) -> Usage {
    var usage = reported
    usage.runtimeSeconds = Millionths(micros: max(0, ranFor(until: monotonic)))
    return usage
  }

  /// Leaves a time in which the worker itself stood still out of the command's silence.
  private mutating func noticeStandstill(_ now: Int64) {
    if now - lastSeenAt > Self.unobservedAfter { silentSince += now - lastSeenAt }
    lastSeenAt = now
  }

  private mutating func unblock(_ now: Int64) {
    guard let since = blockedSince else { return }
    blockedFor += now - since
    blockedSince = nil
    silentSince = now
  }

  private func ranFor(until now: Int64) -> Int64 {
    (blockedSince ?? now) - startedAt - blockedFor
  }

  /// The first limit that has been reached: the deadline always counts, the others not while
  /// blocked.
  private func limitReached(at now: Moment) -> StopReason? {
    if let deadline = policy.deadline, now.fleet >= deadline { return .deadline(deadline) }
    guard blockedSince == nil else { return nil }
    if let breach = policy.budget.breach(by: usage(at: now.monotonic)) { return .budget(breach) }
    let silence = now.monotonic - silentSince
    guard let limit = policy.silenceLimit, silence >= limit else { return nil }
    return .silence(seconds: Double(silence) / 1_000_000)
  }

  private mutating func actions(at now: Int64) -> [Action] {
    guard stop != nil else { return [] }
    guard let stoppedAt else {
      stoppedAt = now
      return [.terminate]
    }
    guard !isKilled, now - stoppedAt >= policy.stopGrace else { return [] }
    isKilled = true
    return [.kill]
  }
}
