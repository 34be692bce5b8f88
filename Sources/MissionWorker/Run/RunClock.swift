package import MissionModel
package import Platform

/// The time of one attempt: what it has used, how long it has been silent, and when it must stop.
///
/// A step function: what happened and when goes in, what is to be done with the command comes out. It owns no
/// clock, no thread and no process, so every rule is tried in a table.
package struct RunClock: Hashable, Sendable {
  /// When something happens, on both clocks.
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

  /// What happens to an attempt.
  package enum Event: Hashable, Sendable {
    /// Time passes; sent several times a second.
    case tick
    /// The command wrote something.
    case output
    /// The command reported what it has used so far.
    case used(Usage)
    /// The command asked a question; its silence and budget clocks stand still.
    case blocked
    /// The question was answered, or could not be asked.
    case unblocked
    case cancelRequested(reason: String?)
    /// The worker has waited for its missions as long as it may.
    case shutdown
    /// The mission is no longer this attempt's; `reversible` says that its own finish would still count.
    case leaseLost(reversible: Bool)
  }

  /// What is to be done with the command.
  package enum Action: Hashable, Sendable {
    /// Ask its process group to end.
    case terminate
    /// Kill it and everything it started.
    case kill
  }

  /// Longer between two events than this and the worker itself was stopped, so nobody saw whether there was output.
  static let unobservedAfter: Int64 = 5_000_000

  package let policy: RunPolicy
  /// Why the command was asked to end; the first reason stands.
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

  /// Takes in what happened and returns what is to be done, in order.
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
      // What may still finish goes on; but nobody can answer the question of a mission that was taken away.
      if !reversible || blockedSince != nil { stop = stop ?? .leaseLost }
    }
    stop = stop ?? limitReached(at: now)
    return actions(at: now.monotonic)
  }

  /// Returns what the attempt has used: the reported figures, and the time it ran without the time it was blocked.
  package func usage(at monotonic: Int64) -> Usage {
    var usage = reported
    usage.runtimeSeconds = Millionths(micros: max(0, ranFor(until: monotonic)))
    return usage
  }

  /// Counts a time in which the worker itself did not run as no silence of the command.
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

  /// The first limit that has been reached: the deadline always counts, the others not while blocked.
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
