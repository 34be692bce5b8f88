import EventLogSQLite
package import MissionModel
package import Platform

/// Questions for one mission, or a few that belong together.
extension MissionQueries {
  /// The imported mission that a VP's idempotency key made; nil when there is none.
  ///
  /// Where several have the key, the oldest. Any other mission with a key is found by its id.
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

  /// The retries of a chain in this ledger, oldest first; the chain's first mission is found by its id.
  package func retries(ofChain chain: MissionID) throws -> [MissionState] {
    let query = try connection.statement(
      """
      SELECT id FROM missions
      WHERE chain_id = ? AND retry_of IS NOT NULL ORDER BY id
      """)
    try query.bind(chain.rawValue, at: 1)
    return try integers(query).compactMap { try mission(at: $0) }
  }

  /// The newest unfinished mission of a VP that a source session dispatched since a time, whose objective begins so, and
  /// for which `isWanted`; of those, the newest few are looked at.
  ///
  /// A dispatch without a key compares its request with theirs.
  package func newestUnfinished(
    vp: VPID, sourceSessionID: String, objectiveHead: String, since: Instant,
    where isWanted: (MissionState) throws -> Bool
  ) throws -> MissionState? {
    let order = MissionsTable.dispatchOrder
    let query = try connection.statement(
      """
      SELECT id FROM missions
      WHERE source_session_id = ? AND source_session_id IS NOT NULL AND \(order) >= ?
        AND +vp_id = ? AND objective_head = ? AND \(MissionsTable.unfinished)
      ORDER BY \(order) DESC, id DESC LIMIT 32
      """)
    try query.bind(sourceSessionID, at: 1)
    try query.bind(since.microseconds, at: 2)
    try query.bind(vp.rawValue, at: 3)
    try query.bind(objectiveHead, at: 4)
    for id in try integers(query) {
      if let state = try mission(at: id), try isWanted(state) { return state }
    }
    return nil
  }

  /// Every mission that some worker holds: the ones that can be stale.
  package func held() throws -> [MissionState] {
    let query = try connection.statement(
      """
      SELECT id FROM missions
      WHERE \(MissionsTable.unfinished) AND \(MissionsTable.held) ORDER BY +id
      """)
    return try integers(query).compactMap { try mission(at: $0) }
  }
}
