import EventLogSQLite
package import MissionModel
package import Platform

/// Questions about the claim queue, whose cost doesn't depend on how many missions are over.
extension MissionQueries {
  /// The key of the mission that a VP's next claim takes, by tier, priority and age; nil when there
  /// is none.
  ///
  /// Leaves out missions whose `not_before` has not come or whose `deadline` has, and those whose
  /// resolved target path a running or blocked mission of this ledger has. Pause and concurrency
  /// are the VP's: ask `held` and `vp` first. Missions that `isWanted` refuses, by key and resolved
  /// target path, are skipped.
  package func nextClaimable(
    vp: VPID, now: Instant,
    where isWanted: (Int64, _ target: String?) throws -> Bool = { _, _ in true }
  ) throws -> Int64? {
    let query = try connection.statement(Self.nextClaimableText)
    try query.bind(vp.rawValue, at: 1)
    try query.bind(now.microseconds, at: 2)
    defer { query.reset() }
    while try query.step() {
      let key = query.int64(at: 0)
      if try isWanted(key, query.optionalText(at: 1)) { return key }
    }
    return nil
  }

  /// How many missions of a VP are running or blocked, stale ones included, without the one with a
  /// key; counts no further than `limit`.
  package func held(vp: VPID, atMost limit: Int, besides key: Int64? = nil) throws -> Int {
    let query = try connection.statement(Self.heldText)
    try query.bind(vp.rawValue, at: 1)
    try query.bind(key ?? 0, at: 2)
    try query.bind(limit, at: 3)
    return Int(try integer(query) ?? 0)
  }

  /// Whether a running or blocked mission of this ledger, other than the one with a key, has this
  /// resolved target path.
  package func isTargetTaken(_ path: String, besides key: Int64? = nil) throws -> Bool {
    let query = try connection.statement(Self.targetText)
    try query.bind(path, at: 1)
    try query.bind(key ?? 0, at: 2)
    return try integer(query) != nil
  }

  /// The resolved target paths that running and blocked missions of this ledger have.
  package func heldTargets() throws -> Set<ExactText> {
    let query = try connection.statement(Self.heldTargetsText)
    var paths: Set<ExactText> = []
    defer { query.reset() }
    while try query.step() { paths.insert(ExactText(query.text(at: 0))) }
    return paths
  }

  /// How many missions of a VP's queue come before a place in it, from the index alone.
  package func ahead(of place: ClaimOrder, vp: VPID) throws -> Int {
    let query = try connection.statement(
      """
      SELECT count(*) FROM missions
      WHERE vp_id = ? AND \(MissionsTable.claimable) AND (tier_rank, priority, id) < (?, ?, ?)
      """)
    try query.bind(vp.rawValue, at: 1)
    try query.bind(place.tierRank, at: 2)
    try query.bind(place.priority, at: 3)
    try query.bind(place.position, at: 4)
    return Int(try integer(query) ?? 0)
  }

  /// The places of a VP's queued missions that can't be claimed now, because of their own times or
  /// a resolved target path for which `isTargetTaken` holds.
  ///
  /// It reads the whole queue, however long that is.
  package func heldBack(
    vp: VPID, now: Instant, isTargetTaken: (String) throws -> Bool
  ) throws -> [ClaimOrder] {
    let query = try connection.statement(
      """
      SELECT tier_rank, priority, id,
        CASE WHEN not_before > ?2 OR deadline <= ?2 THEN NULL ELSE resolved_target_path END
      FROM missions
      WHERE vp_id = ?1 AND \(MissionsTable.claimable)
        AND (not_before > ?2 OR deadline <= ?2 OR resolved_target_path IS NOT NULL)
      """)
    try query.bind(vp.rawValue, at: 1)
    try query.bind(now.microseconds, at: 2)
    var places: [ClaimOrder] = []
    defer { query.reset() }
    while try query.step() {
      if let target = query.optionalText(at: 3), try !isTargetTaken(target) { continue }
      places.append(
        ClaimOrder(
          tierRank: Int(query.int64(at: 0)), priority: Int(query.int64(at: 1)),
          position: query.int64(at: 2)))
    }
    return places
  }

  /// The time at which a mission of a VP's queue first becomes claimable by time alone; nil where
  /// none waits for its time.
  package func nextNotBefore(vp: VPID, after now: Instant) throws -> Instant? {
    let query = try connection.statement(
      """
      SELECT min(not_before) FROM missions
      WHERE vp_id = ? AND \(MissionsTable.claimable) AND not_before > ?
      """)
    try query.bind(vp.rawValue, at: 1)
    try query.bind(now.microseconds, at: 2)
    return try integer(query).map(Instant.init(microseconds:))
  }

  /// The oldest mission of each VP's tier that its own times allow to be claimed.
  ///
  /// Pause, concurrency and target are ignored. It reads the whole queue, however long that is.
  package func oldestQueued(now: Instant) throws -> [MissionState] {
    let query = try connection.statement(
      """
      SELECT min(id) FROM missions
      WHERE \(MissionsTable.claimable)
        AND (not_before IS NULL OR not_before <= ?1) AND (deadline IS NULL OR deadline > ?1)
      GROUP BY vp_id, status, tier_rank
      """)
    try query.bind(now.microseconds, at: 1)
    return try integers(query).compactMap { try mission(at: $0) }
  }

  // MARK: Texts

  /// Of `nextClaimable`: VP, now.
  static let nextClaimableText = """
    SELECT id, resolved_target_path FROM missions
    WHERE vp_id = ?1 AND \(MissionsTable.claimable)
      AND (not_before IS NULL OR not_before <= ?2)
      AND (deadline IS NULL OR deadline > ?2)
      AND (resolved_target_path IS NULL OR NOT EXISTS (
        SELECT 1 FROM missions AS other
        WHERE other.resolved_target_path = missions.resolved_target_path
          AND other.resolved_target_path IS NOT NULL
          AND other.\(MissionsTable.held)))
    ORDER BY tier_rank, priority, id
    """

  /// Of `held`: VP, the key that is left out, limit.
  static let heldText = """
    SELECT count(*) FROM (
      SELECT 1 FROM missions WHERE vp_id = ?1 AND status = 'running' AND id <> ?2
      UNION ALL
      SELECT 1 FROM missions WHERE vp_id = ?1 AND status = 'blocked' AND id <> ?2
      LIMIT ?3)
    """

  /// Of `isTargetTaken`: the path, the key that is left out.
  static let targetText = """
    SELECT 1 FROM missions
    WHERE resolved_target_path = ?1 AND resolved_target_path IS NOT NULL
      AND \(MissionsTable.held) AND id <> ?2
    LIMIT 1
    """

  /// Of `heldTargets`.
  static let heldTargetsText = """
    SELECT resolved_target_path FROM missions
    WHERE resolved_target_path IS NOT NULL AND \(MissionsTable.held)
    """
}
