/// Everything that can happen to a worker's session.
package enum SessionEvent: Hashable, Sendable {
  case registered(SessionRegistered)
  case heartbeat(SessionHeartbeat)
  case degraded(SessionDegraded)
  case lost(SessionLost)
  case retired(SessionRetired)
  /// A type or a schema that this build doesn't know.
  case unknown(UnknownEvent)
}
