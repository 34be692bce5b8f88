package import Platform

/// The log's knowledge of a VP: a row of the VPs projection.
package struct VPState: Hashable, Sendable {
  /// The VP: the row's key.
  package var vpID: VPID
  /// How many workers ever registered for it.
  package var workers: Int
  /// Whether imported history names it.
  package var isImported: Bool
  /// Its pause, if one was requested and not taken back.
  package var pause: Pause?
  /// When its last event was recorded.
  package var updatedAt: Instant
  /// The position of that event.
  package var position: Int64

  /// A stop of claims.
  package struct Pause: Hashable, Sendable {
    package var reason: String?
    package var until: Instant?
    package var by: String
    package var at: Instant

    /// Makes a pause.
    package init(reason: String?, until: Instant?, by: String, at: Instant) {
      self.reason = reason
      self.until = until
      self.by = by
      self.at = at
    }
  }

  /// Makes the row of a VP when an event first names it.
  package init(vpID: VPID, updatedAt: Instant, position: Int64) {
    self.vpID = vpID
    workers = 0
    isImported = false
    self.updatedAt = updatedAt
    self.position = position
  }

  /// Whether the log itself makes this VP known.
  package var isKnown: Bool { workers > 0 || isImported }

  /// Whether claims get nothing at `now`.
  package func isPaused(at now: Instant) -> Bool {
    guard let pause else { return false }
    return pause.until.map { now < $0 } ?? true
  }

  /// The pause that is in force at a time.
  package func pause(at now: Instant) -> Pause? { isPaused(at: now) ? pause : nil }
}
