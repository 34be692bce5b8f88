/// The types of a session's events.
package enum SessionEventType: String, Hashable, Sendable, CaseIterable {
  case registered = "vp.session.registered"
  case heartbeat = "vp.session.heartbeat"
  case degraded = "vp.session.degraded"
  case lost = "vp.session.lost"
  case retired = "vp.session.retired"

  /// The prefix of every type of a session's event.
  package static let prefix = "vp.session."
}
