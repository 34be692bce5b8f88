package import Platform

/// The request to stop.
package struct CancelRequest: Hashable, Sendable {
  package var reason: String?
  package var by: String
  package var at: Instant
  /// The position of the event that asked.
  package var position: Int64

  /// Makes a request.
  package init(reason: String?, by: String, at: Instant, position: Int64) {
    self.reason = reason
    self.by = by
    self.at = at
    self.position = position
  }

  /// The reason as it is told to a person; nil where none was given.
  package var words: String? { MissionCancelRequested.words(reason) }
}
