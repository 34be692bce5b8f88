package import EventProjections
package import MissionModel

/// The table of the VPs that the log knows: one row each, with its pause.
package struct VPsTable: ProjectionTable {
  package let name = "vps"
  package let keyColumns = [Column("vp_id", .text)]
  package let columns: [Column] = [
    Column("workers", .integer),
    Column("is_imported", .integer),
    Column("paused_at", .integer, optional: true),
    Column("paused_by", .text, optional: true),
    Column("pause_reason", .text, optional: true),
    Column("paused_until", .integer, optional: true),
    Column("updated_at", .integer),
    Column("position", .integer),
  ]
  package let indexes: [TableIndex] = []

  package let lastMoveColumn: String? = "position"

  package init() {}

  package func write(_ key: VPID, to values: inout RowWriter) {
    values.text(key.rawValue)
  }

  package func key(from values: inout RowReader) throws(ProjectionError) -> VPID {
    try values.word(VPID.init)
  }

  package func write(_ row: VPState, to values: inout RowWriter) {
    values.integer(row.workers)
    values.flag(row.isImported)
    values.instant(row.pause?.at)
    values.text(row.pause?.by)
    values.text(row.pause?.reason)
    values.instant(row.pause?.until)
    values.instant(row.updatedAt)
    values.integer(row.position)
  }

  package func row(of key: VPID, from values: inout RowReader) throws(ProjectionError) -> VPState {
    let workers = try values.int()
    let isImported = try values.flag()
    let pause = try pause(from: &values)
    var row = VPState(
      vpID: key, updatedAt: try values.instant(), position: try values.integer())
    row.workers = workers
    row.isImported = isImported
    row.pause = pause
    return row
  }

  private func pause(from values: inout RowReader) throws(ProjectionError) -> VPState.Pause? {
    guard let at = try values.optionalInstant() else {
      try values.skip(3)
      return nil
    }
    let by = try values.text()
    return VPState.Pause(
      reason: try values.optionalText(), until: try values.optionalInstant(), by: by, at: at)
  }
}
