import EventLogSQLite
package import MissionModel
package import Platform

/// The questions of reconciliation, whose cost doesn't depend on how many missions are over.
extension MissionQueries {
  /// Queued missions with a cancel or past their deadline, oldest first: `limit` of them, and how
  /// many there are.
  package func overtaken(
    at now: Instant, limit: Int
  ) throws -> (missions: [MissionState], count: Int) {
    let query = try connection.statement(Self.overtakenText)
    try query.bind(now.microseconds, at: 1)
    let ids = try integers(query).sorted()
    return (try ids.prefix(limit).compactMap { try mission(at: $0) }, ids.count)
  }

  /// The sessions whose workers may still write and have a process, by VP and worker.
  package func sessionsWithProcess() throws -> [SessionState] {
    try sessions(where: "\(SessionsTable.live) AND pid IS NOT NULL")
  }

  /// Of `overtaken`: now.
  static let overtakenText = """
    SELECT id FROM missions
    WHERE \(MissionsTable.overtakable) AND \(MissionsTable.overtakenAt) <= ?
    """
}
