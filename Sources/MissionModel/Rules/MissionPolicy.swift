/// The configured values that rules and decisions use; durations are seconds.
package struct MissionPolicy: Hashable, Sendable {
  /// How long a lease may last, in seconds.
  package static let leaseBounds = 5.0...3_600

  /// How long a lease lasts that names no length.
  package var leaseTTL: Double
  /// How long a worker has to stop after a cancel.
  package var cancelGrace: Double
  /// After how much silence a session is stale.
  package var staleSessionSeconds: Double
  /// After how much silence a mission without a lease is stale.
  package var staleMissionSeconds: Double
  /// How many missions a chain of retries holds at most.
  package var retryChainMax: Int

  /// Makes a policy; the defaults are the contract's.
  package init(
    leaseTTL: Double = 120, cancelGrace: Double = 60, staleSessionSeconds: Double = 900,
    staleMissionSeconds: Double = 900, retryChainMax: Int = 3
  ) {
    self.leaseTTL = leaseTTL
    self.cancelGrace = cancelGrace
    self.staleSessionSeconds = staleSessionSeconds
    self.staleMissionSeconds = staleMissionSeconds
    self.retryChainMax = retryChainMax
  }

  /// Refuses a lease that is shorter or longer than any may be; nothing is wrong with one not named.
  package static func checkLease(_ seconds: Double?) throws(MissionError) {
    guard let seconds, !leaseBounds.contains(seconds) else { return }
    let (least, most) = (leaseBounds.lowerBound, leaseBounds.upperBound)
    throw .validation(
      "lease_seconds is \(PlainNumber.text(seconds)); \(PlainNumber.text(least)) to "
        + "\(PlainNumber.text(most)) is allowed", field: "lease_seconds")
  }

  /// Whether a chain of so many missions holds all that it may.
  package func isFull(chain length: Int) -> Bool { length >= retryChainMax }

  /// How often a worker that has no mission shows itself: often enough that it is never stale.
  package var idleHeartbeatSeconds: Double { min(300, staleSessionSeconds / 3) }
}
