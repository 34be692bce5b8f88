import EventLogSQLite
package import MissionModel
package import Platform

/// Questions whose answers are numbers.
extension MissionQueries {
  /// The missions that are not over, counted by VP; a VP without any is left out.
  package func counts() throws -> [VPID: QueueCounts] {
    let query = try connection.statement(Self.countsText)
    var counts: [VPID: QueueCounts] = [:]
    while try query.step() {
      guard let vp = VPID(query.text(at: 0)) else { continue }
      let count = Int(query.int64(at: 2))
      switch query.text(at: 1) {
      case MissionStatus.queued.rawValue:
        counts[vp, default: QueueCounts()].queued = count
        counts[vp, default: QueueCounts()].oldestQueuedAt =
          query.isNull(at: 3) ? nil : Instant(microseconds: query.int64(at: 3))
      case MissionStatus.running.rawValue: counts[vp, default: QueueCounts()].running = count
      default: counts[vp, default: QueueCounts()].blocked = count
      }
    }
    return counts
  }

  /// Of how many missions `runSeconds` tells at most.
  private static let mostRuns = 200

  /// How long a VP's newest completed missions ran, in seconds, shortest first.
  package func runSeconds(vp: VPID) throws -> [Double] {
    let query = try connection.statement(
      """
      SELECT max(0, completed_at - started_at) FROM missions
      WHERE vp_id = ? AND status = 'completed' AND completed_at IS NOT NULL
        AND started_at IS NOT NULL
      ORDER BY \(MissionsTable.dispatchOrder) DESC LIMIT ?
      """)
    try query.bind(vp.rawValue, at: 1)
    try query.bind(Self.mostRuns, at: 2)
    return try integers(query).sorted().map { Double($0) / 1_000_000 }
  }

  /// How many missions ended at or after a time, by how they ended.
  ///
  /// Most are completed, and SQLite counts all of an index's range far sooner than it groups them.
  package func ended(since: Instant) throws -> [MissionStatus: Int] {
    let range = "FROM missions WHERE completed_at IS NOT NULL AND completed_at >= ?"
    let others = try connection.statement(
      "SELECT status, count(*) \(range) AND \(MissionsTable.ended) GROUP BY status")
    try others.bind(since.microseconds, at: 1)
    var ended: [MissionStatus: Int] = [:]
    while try others.step() {
      guard let status = MissionStatus(rawValue: others.text(at: 0)) else { continue }
      ended[status] = Int(others.int64(at: 1))
    }
    let all = try connection.statement("SELECT count(*) \(range)")
    try all.bind(since.microseconds, at: 1)
    defer { all.reset() }
    let total = try all.step() ? Int(all.int64(at: 0)) : 0
    let completed = total - ended.values.reduce(0, +)
    if completed > 0 { ended[.completed] = completed }
    return ended
  }

  /// How many missions need attention whatever the time: they failed, or were escalated.
  package func needingAttention() throws -> Int {
    let query = try connection.statement(
      "SELECT count(*) FROM missions WHERE \(MissionsTable.attention)")
    defer { query.reset() }
    return try query.step() ? Int(query.int64(at: 0)) : 0
  }

  /// Of `counts`.
  static let countsText = """
    SELECT vp_id, status, count(*), min(dispatched_at)
    FROM missions
    WHERE \(MissionsTable.unfinished) GROUP BY vp_id, status
    """
}

/// The counts of a VP's missions that are not over.
package struct QueueCounts: Hashable, Sendable {
  /// Missions by status.
  package var queued = 0
  package var running = 0
  package var blocked = 0
  /// When the oldest queued one was dispatched; nil where no row holds it, as imported ones may
  /// not.
  package var oldestQueuedAt: Instant?

  package init() {}
}
