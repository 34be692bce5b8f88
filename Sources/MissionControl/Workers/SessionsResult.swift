package import MissionModel
import Platform

/// Worker sessions, the latest first.
package struct SessionsResult: Sendable {
  package let sessions: [SessionView]
  package let warnings: [Warning]

  /// The same sessions, that with the latest event first.
  package var latestFirst: SessionsResult {
    let sorted = sessions.sorted { first, second in
      let (one, other) = (first.state.updatedAt, second.state.updatedAt)
      guard one == other else { return (one?.microseconds ?? .min) > (other?.microseconds ?? .min) }
      return first.state.session < second.state.session
    }
    return SessionsResult(sessions: sorted, warnings: warnings)
  }
}
