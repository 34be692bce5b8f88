/// What reconciliation concludes of a worker: it is gone.
package struct SessionVerdict: Hashable, Sendable {
  /// The session.
  package let session: SessionID
  /// The position of the last event that moved it; nothing is appended once it has moved.
  package let position: Int64
  /// The event to be appended.
  package let event: SessionEvent
  /// One sentence for a person: what was looked at.
  package let evidence: String
}
