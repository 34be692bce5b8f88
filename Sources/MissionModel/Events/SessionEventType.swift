/// The types of a session's events.
package enum SessionEventType: String, Hashable, Sendable, CaseIterable {
  case registered = "vp.session.registered"
  case heartbeat = "vp.session.heartbeat"
  case degraded = "vp.session.degraded"
  case lost = "vp.session.lost"
  case retired = "vp.session.retired"

  /// What every type of a session's event begins with.
  package static let prefix = "vp.session."
}
