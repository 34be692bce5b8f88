package import Platform

/// The silence that one reconciler has itself observed: its state from one look to the next.
///
/// Wall clocks play no part in it. If a worker's last word carries this machine's boot, the
/// monotonic clock tells how long ago it was; otherwise only the time between this reconciler's own
/// looks counts. After a standstill of the reconciler itself (it was stopped, or its whole machine
/// was), and after a time when the ledger took no word from anybody, nothing from before counts:
/// nobody had a chance to speak.
///
/// A worker that reports through a server can speak only while that serves. A reconciler outside
/// the server can't know when it does, so to it such a worker is never silent, unless somebody asks
/// it to watch.
package struct SilenceWatch: Hashable, Sendable {
  /// When and where the reconciler looks.
  package struct Look: Hashable, Sendable {
    /// The boot of this machine; nil if unknown.
    package let bootID: String?
    /// This machine's monotonic clock, in microseconds.
    package let mono: Int64
    /// Since when, on that clock, this reconciler's own server has served without a break; nil
    /// outside a server.
    package let servingSince: Int64?

    /// Makes a look.
    package init(bootID: String?, mono: Int64, servingSince: Int64? = nil) {
      self.bootID = bootID
      self.mono = mono
      self.servingSince = servingSince
    }
  }

  /// The last word seen of a mission's worker, and when it was first seen.
  private struct Seen: Hashable, Sendable {
    let position: Int64
    let since: Int64
    /// Since when a cancel stands, as far as the first look at it could tell; nil without one.
    var cancelSince: Int64?
  }

  /// The microseconds between two looks that mean that the reconciler stood still.
  private let standstill: Int64
  private var seen: [MissionID: Seen] = [:]
  private var current: [MissionID: Seen] = [:]
  private var lastLook: Int64?
  private var previousLook: Int64?
  private var resumedAt: Int64?
  private var wasInterrupted = false

  /// Makes a watch that has seen nothing.
  ///
  /// - Parameter standstill: The seconds between two looks that mean that the reconciler itself
  ///   stood still; nil for a reconciler that looks when it is told to.
  package init(standstill: Double? = nil) {
    self.standstill = standstill.map { Instant.microseconds(inSeconds: $0) } ?? .max
  }

  /// Notes that the ledger could not be read or written: silence counts from the next look on.
  package mutating func interrupt() { wasInterrupted = true }

  /// Begins a look at every held mission.
  package mutating func begin(_ look: Look) {
    let hasStoodStill = lastLook.map { look.mono - $0 > standstill } ?? false
    if hasStoodStill || wasInterrupted { resumedAt = look.mono }
    wasInterrupted = false
    previousLook = lastLook
    lastLook = look.mono
    current = [:]
  }

  /// Ends the look: missions that were not asked for are forgotten.
  package mutating func end() {
    seen = current
    current = [:]
  }

  /// The silence of a mission's worker by this look; nil for a mission without a lease.
  ///
  /// `isServed` tells whether its last word came through a server.
  package mutating func silence(
    of mission: MissionState, isServed: Bool, _ look: Look
  ) -> Silence? {
    guard let lease = mission.lease else { return nil }
    let id = mission.facts.missionID
    var word = seen[id] ?? Seen(position: lease.position, since: look.mono)
    if word.position != lease.position {
      word = Seen(position: lease.position, since: look.mono, cancelSince: word.cancelSince)
    }
    current[id] = word
    var start = word.since
    var measure = Silence.Measure.observed
    let isBesideServer = isServed && look.servingSince == nil
    if !isBesideServer, let boot = look.bootID, boot == lease.bootID, let mono = lease.mono {
      start = min(mono, look.mono)
      measure = .monotonic
    }
    if isServed, let since = look.servingSince { start = max(start, since) }
    if isBesideServer, looksByItself { start = look.mono }
    if let resumedAt { start = max(start, resumedAt) }
    return Silence(
      seconds: Double(max(0, look.mono - start)) / 1_000_000, measure: measure)
  }

  /// For how many seconds a cancel of a mission has stood by this look; nil without one, and for a
  /// mission without a lease.
  ///
  /// When a cancel is first seen, the wall clock `now` tells its age, but no more than the time
  /// since the look before, at which it didn't stand yet. From then on the monotonic clock does, so
  /// that a jump of the wall clock takes nothing from the worker's time to obey. Must be asked
  /// after the mission's silence.
  package mutating func cancelWait(
    of mission: MissionState, at now: Instant, _ look: Look
  ) -> Double? {
    guard let cancel = mission.cancel, var word = current[mission.facts.missionID] else {
      return nil
    }
    let most = previousLook.map { look.mono - $0 } ?? .max
    let since =
      word.cancelSince ?? look.mono - min(max(0, now.microseconds(since: cancel.at)), most)
    word.cancelSince = since
    current[mission.facts.missionID] = word
    return Double(look.mono - since) / 1_000_000
  }

  /// Whether it looks on a schedule of its own; otherwise somebody asks each time, and knows what
  /// to watch.
  private var looksByItself: Bool { standstill < .max }
}
