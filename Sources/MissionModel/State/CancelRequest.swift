package import Platform

/// The request to stop a mission.
package struct CancelRequest: Hashable, Sendable {
  package var reason: String?
  package var by: String
  package var at: Instant
  /// The position of the requesting event.
  package var position: Int64

  /// Makes a request.
  package init(reason: String?, by: String, at: Instant, position: Int64) {
    self.reason = reason
    self.by = by
    self.at = at
    self.position = position
  }

  /// The reason for a person; nil if none was given.
  package var words: String? { MissionCancelRequested.words(reason) }
}
