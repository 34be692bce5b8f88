package import EventProjections
package import MissionModel

/// The table of the bridge's cursors: one row for each source ledger.
package struct SourceCursorsTable: ProjectionTable {
  package let name = "bridge_cursors"
  package let keyColumns = [Column("source_ledger", .text)]
  package let columns: [Column] = [
    Column("lineage", .text, optional: true),
    Column("cursor", .integer),
    Column("leaf", .text, optional: true),
    Column("furthest", .integer),
    Column("delivered_total", .integer),
    Column("redelivered_total", .integer),
    Column("skipped_total", .integer),
    Column("moves_total", .integer),
    Column("last_delivered_at", .integer, optional: true),
    Column("updated_at", .integer, optional: true),
    Column("position", .integer),
  ]
  package let indexes: [TableIndex] = []

  package let lastMoveColumn: String? = "position"

  package init() {}

  package func write(_ key: String, to values: inout RowWriter) { values.text(key) }

  package func key(from values: inout RowReader) throws(ProjectionError) -> String {
    try values.text()
  }

  package func write(_ row: SourceCursor, to values: inout RowWriter) {
    values.text(row.lineage)
    values.integer(row.position)
    values.text(row.leaf)
    values.integer(row.furthest)
    values.integer(row.deliveredTotal)
    values.integer(row.redeliveredTotal)
    values.integer(row.skippedTotal)
    values.integer(row.movesTotal)
    values.instant(row.lastDeliveredAt)
    values.instant(row.updatedAt)
    values.integer(row.event)
  }

  package func row(
    of key: String, from values: inout RowReader
  ) throws(ProjectionError) -> SourceCursor {
    var row = SourceCursor(ledger: key)
    row.lineage = try values.optionalText()
    row.position = try values.integer()
    row.leaf = try values.optionalText()
    row.furthest = try values.integer()
    row.deliveredTotal = try values.integer()
    row.redeliveredTotal = try values.integer()
    row.skippedTotal = try values.integer()
    row.movesTotal = try values.integer()
    row.lastDeliveredAt = try values.optionalInstant()
    row.updatedAt = try values.optionalInstant()
    row.event = try values.integer()
    return row
  }
}
