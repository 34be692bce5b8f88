package import EventProjections
package import MissionModel

/// The projections that every mission ledger has.
package enum MissionProjections {
  /// Missions, each by the position of its first event.
  package static let missions = Projection(MissionsReducer(), in: MissionsTable())
  /// Worker sessions, by VP and worker.
  package static let sessions = Projection(SessionsReducer(), in: SessionsTable())
  /// The VPs that the log knows, with their pauses.
  package static let vps = Projection(VPsReducer(), in: VPsTable())

  /// All of them.
  package static let list = [missions.erased, sessions.erased, vps.erased]
}
