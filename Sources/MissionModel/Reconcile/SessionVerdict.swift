/// The reconciler's verdict that a worker is gone.
package struct SessionVerdict: Hashable, Sendable {
  /// The session.
  package let session: SessionID
  /// The position of the last event that changed the session; nothing is appended if it has changed
  /// since.
  package let position: Int64
  /// The event to append.
  package let event: SessionEvent
  /// One sentence for a person: what was looked at.
  package let evidence: String
}
