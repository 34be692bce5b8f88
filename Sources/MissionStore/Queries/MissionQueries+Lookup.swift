import EventLogSQLite
package import MissionModel
package import Platform

/// Questions for one mission, or a few that belong together.
extension MissionQueries {
  /// The imported mission that was made with a VP's idempotency key; nil when there is none.
  ///
  /// If several have the key, the oldest. Any other mission with a key is found by its id.
  package func importedMission(vp: VPID, key: String) throws -> MissionState? {
    let query = try connection.statement(
      """
      SELECT id FROM missions
      WHERE vp_id = ? AND idempotency_key = ? AND idempotency_key IS NOT NULL AND is_imported = 1
      ORDER BY id LIMIT 1
      """)
    try query.bind(vp.rawValue, at: 1)
    try query.bind(key, at: 2)
    return try integer(query).flatMap { try mission(at: $0) }
  }

  /// Whether there is any mission of a VP.
  package func hasMissions(of vp: VPID) throws -> Bool {
    let query = try connection.statement("SELECT 1 FROM missions WHERE vp_id = ? LIMIT 1")
    try query.bind(vp.rawValue, at: 1)
    return try integer(query) != nil
  }

  /// The key of the last mission that was dispatched here at or before a time; nil where there is
  /// none.
  package func lastDispatch(atOrBefore time: Instant) throws -> Int64? {
    let query = try connection.statement(
      """
      SELECT id FROM missions
      WHERE coalesce(dispatched_at, 0) <= ? AND +is_imported = 0
      ORDER BY coalesce(dispatched_at, 0) DESC, id DESC LIMIT 1
      """)
    try query.bind(time.microseconds, at: 1)
    return try integers(query).first
  }

  /// The dispatches of source sessions after one position and up to another, oldest first, without
  /// imported missions.
  package func sessionDispatches(
    after position: Int64, through last: Int64, _ body: (SessionDispatch) -> Void
  ) throws {
    let query = try connection.statement(
      """
      SELECT id, vp_id, source_session_id, objective_head, coalesce(dispatched_at, 0) FROM missions
      WHERE id > ? AND id <= ? AND +source_session_id IS NOT NULL AND +is_imported = 0 ORDER BY id
      """)
    try query.bind(position, at: 1)
    try query.bind(last, at: 2)
    defer { query.reset() }
    while try query.step() {
      body(
        SessionDispatch(
          id: query.int64(at: 0), vpID: query.text(at: 1), sourceSessionID: query.text(at: 2),
          objectiveHead: query.text(at: 3), at: Instant(microseconds: query.int64(at: 4))))
    }
  }

  /// The keys of the missions whose first event has this position or a later one.
  func keys(from position: Int64) throws -> Set<Int64> {
    let query = try connection.statement("SELECT id FROM missions WHERE id >= ?")
    try query.bind(position, at: 1)
    return Set(try integers(query))
  }

  /// Every mission that a worker holds: only these can be stale.
  package func held() throws -> [MissionState] {
    let query = try connection.statement(
      """
      SELECT id FROM missions
      WHERE \(MissionsTable.unfinished) AND \(MissionsTable.held) ORDER BY +id
      """)
    return try integers(query).compactMap { try mission(at: $0) }
  }
}

/// One dispatch of a source session, as far as needed to compare it.
package struct SessionDispatch: Hashable, Sendable {
  /// The mission's key: the position of its first event.
  package let id: Int64
  package let vpID: String
  package let sourceSessionID: String
  /// The beginning of its objective.
  package let objectiveHead: String
  /// When it was dispatched.
  package let at: Instant
}
