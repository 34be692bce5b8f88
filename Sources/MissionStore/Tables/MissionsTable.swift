package import EventProjections
package import MissionModel

/// The table of missions: one row each, its key the position of the mission's first event.
///
/// A column that is a member of the mission object has its name. Values that lists, claims and
/// counts search for have columns of their own, and no indexed one changes with a heartbeat; all
/// other values are packed.
package struct MissionsTable: ProjectionTable {
  package let name = "missions"
  package let keyColumns = [Column("id", .integer)]
  package let columns: [Column] = factColumns + stateColumns + endColumns
  package let indexes: [TableIndex] = MissionsTable.allIndexes

  package let lastMoveColumn: String? = "position"
  package let statusColumn: String? = "status"

  package init() {}

  package func write(_ key: Int64, to values: inout RowWriter) {
    values.integer(key)
  }

  package func key(from values: inout RowReader) throws(ProjectionError) -> Int64 {
    try values.integer()
  }

  package func write(_ row: MissionState, to values: inout RowWriter) {
    write(row.facts, to: &values)
    writeState(of: row, to: &values)
    writeEnd(of: row, to: &values)
  }

  package func row(
    of key: Int64, from values: inout RowReader
  ) throws(ProjectionError) -> MissionState {
    let facts = try facts(of: key, from: &values)
    var row = try state(with: facts, from: &values)
    try readEnd(into: &row, from: &values)
    return row
  }
}

/// The indexes over missions.
extension MissionsTable {
  /// The order of lists: imported missions without a time come last.
  static let dispatchOrder = "coalesce(dispatched_at, 0)"
  /// Missions that are not over; from a list of three, SQLite would make a table for every row that
  /// is written.
  static let unfinished = "(status = 'queued' OR status = 'running' OR status = 'blocked')"
  /// Missions in the claim queue.
  static let claimable = "status = 'queued' AND cancel_requested = 0"
  /// Missions that a worker holds.
  static let held = "status IN ('running', 'blocked')"
  /// Missions that ended in a way that nobody wanted.
  static let ended = "status IN ('failed', 'cancelled')"
  /// Missions that may end in the queue, and when: at their deadline, or at once if a cancel was
  /// requested.
  static let overtakable = "status = 'queued' AND (cancel_requested = 1 OR deadline IS NOT NULL)"
  static let overtakenAt = "CASE cancel_requested WHEN 1 THEN 0 ELSE deadline END"
  /// Missions that a person should look at, whatever the time.
  static let attention = "acknowledged = 0 AND (status = 'failed' OR escalated = 1)"

  fileprivate static let allIndexes: [TableIndex] = [
    // The claim queue, with held missions just before its front, so that a claim moves its mission
    // within a page.
    TableIndex(
      "missions_unfinished",
      on: ["vp_id", "status DESC", "cancel_requested", "tier_rank", "priority"],
      where: unfinished),
    TableIndex(
      "missions_targets", on: ["resolved_target_path"],
      where: "resolved_target_path IS NOT NULL AND \(held)"),
    TableIndex(
      "missions_overtakable", on: [overtakenAt], where: overtakable),
    TableIndex("missions_dispatched", on: [dispatchOrder]),
    TableIndex(
      "missions_of_vp", on: ["vp_id", dispatchOrder]),
    TableIndex(
      "missions_of_source", on: ["source_session_id", dispatchOrder],
      where: "source_session_id IS NOT NULL", dense: true),
    TableIndex(
      "missions_ended", on: ["status", dispatchOrder], where: ended),
    TableIndex(
      "missions_attention", on: [dispatchOrder], where: attention),
    TableIndex(
      "missions_completed_at", on: ["completed_at", "status"], where: "completed_at IS NOT NULL",
      dense: true),
    TableIndex(
      "missions_retries", on: ["chain_id"], where: "retry_of IS NOT NULL"),
    TableIndex(
      "missions_keys", on: ["vp_id", "idempotency_key"],
      where: "idempotency_key IS NOT NULL AND is_imported = 1"),
  ]
}
