/// The configured values that rules and decisions use; durations are seconds.
package struct MissionPolicy: Hashable, Sendable {
  /// The shortest and the longest lease, in seconds.
  package static let leaseBounds = 5.0...3_600

  /// The length of a lease that names none.
  package var leaseTTL: Double
  /// How long a worker has to stop after a cancel.
  package var cancelGrace: Double
  /// The silence after which a session is stale.
  package var staleSessionSeconds: Double
  /// The silence after which a mission without a lease is stale.
  package var staleMissionSeconds: Double
  /// The most missions in a chain of retries.
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

  /// Refuses a lease length that is out of bounds; nil, for none named, is fine.
  package static func checkLease(_ seconds: Double?) throws(MissionError) {
    guard let seconds, !leaseBounds.contains(seconds) else { return }
    let (least, most) = (leaseBounds.lowerBound, leaseBounds.upperBound)
    throw .validation(
      "lease_seconds is \(PlainNumber.text(seconds)); \(PlainNumber.text(least)) to "
        + "\(PlainNumber.text(most)) is allowed", field: "lease_seconds")
  }

  /// Whether a chain of `length` missions is full.
  package func isFull(chain length: Int) -> Bool { length >= retryChainMax }

  /// How often a worker without a mission sends a heartbeat: often enough that it is never stale.
  var idleHeartbeatSeconds: Double { min(300, staleSessionSeconds / 3) }
}
