package import EventProjections
package import MissionModel
package import Platform

/// The table of the heads of feeds: one row for each source session.
package struct FeedsTable: ProjectionTable {
  package let name = "feeds"
  package let keyColumns = [Column("source_session_id", .text)]
  package let columns: [Column] = [
    Column("version", .integer),
    Column("items", .integer),
    Column("progress_items", .integer),
    Column("acknowledged", .integer),
    Column("acknowledged_items", .integer),
    Column("acknowledged_progress_items", .integer),
    Column("last_delivered_at", .integer, optional: true),
    Column("acknowledged_at", .integer, optional: true),
    Column("position", .integer),
  ]
  package let indexes: [TableIndex] = []

  package let lastMoveColumn: String? = "position"

  package init() {}

  package func write(_ key: ExactText, to values: inout RowWriter) {
    values.text(key.string)
  }

  package func key(from values: inout RowReader) throws(ProjectionError) -> ExactText {
    ExactText(try values.text())
  }

  package func write(_ row: FeedState, to values: inout RowWriter) {
    values.integer(row.version)
    values.integer(row.items)
    values.integer(row.progressItems)
    values.integer(row.acknowledged)
    values.integer(row.acknowledgedItems)
    values.integer(row.acknowledgedProgressItems)
    values.instant(row.lastDeliveredAt)
    values.instant(row.acknowledgedAt)
    values.integer(row.position)
  }

  package func row(
    of key: ExactText, from values: inout RowReader
  ) throws(ProjectionError) -> FeedState {
    var row = FeedState(session: key.string)
    row.version = try values.integer()
    row.items = try values.integer()
    row.progressItems = try values.integer()
    row.acknowledged = try values.integer()
    row.acknowledgedItems = try values.integer()
    row.acknowledgedProgressItems = try values.integer()
    row.lastDeliveredAt = try values.optionalInstant()
    row.acknowledgedAt = try values.optionalInstant()
    row.position = try values.integer()
    return row
  }
}
