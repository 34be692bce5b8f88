package import Platform

/// The renewal of a lease by an event, with the clock by which later silence is measured.
package struct LeaseRenewal: Hashable, Sendable {
  /// When the lease runs out if no more word comes.
  package var expiresAt: Instant
  /// The boot of the machine that appended the event; nil if unknown.
  package var bootID: String?
  /// That machine's monotonic clock, in microseconds.
  package var mono: Int64?

  /// Makes a renewal.
  package init(expiresAt: Instant, bootID: String?, mono: Int64?) {
    self.expiresAt = expiresAt
    self.bootID = bootID
    self.mono = mono
  }
}
