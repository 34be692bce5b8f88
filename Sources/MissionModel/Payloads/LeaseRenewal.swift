package import Platform

/// What an event that renews the lease says of it, with the clock that later silence is measured on.
package struct LeaseRenewal: Hashable, Sendable {
  /// When the lease runs out if nothing more is heard.
  package var expiresAt: Instant
  /// The boot of the machine that appended the event; nil where it isn't known.
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
