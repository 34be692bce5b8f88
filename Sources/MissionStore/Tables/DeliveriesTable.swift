package import EventProjections
package import MissionModel

/// The table of the sources' events that are in feeds: one small row each.
package struct DeliveriesTable: ProjectionTable {
  package let name = "bridge_deliveries"
  package let keyColumns = [
    Column("source_ledger", .text), Column("source_position", .integer),
    Column("source_leaf", .integer),
  ]
  package let columns = [Column("times", .integer), Column("position", .integer)]
  package let indexes: [TableIndex] = []

  package let lastMoveColumn: String? = "position"

  package init() {}

  package func write(_ key: DeliveryKey, to values: inout RowWriter) {
    values.text(key.ledger)
    values.integer(key.position)
    values.integer(key.leaf)
  }

  package func key(from values: inout RowReader) throws(ProjectionError) -> DeliveryKey {
    DeliveryKey(
      ledger: try values.text(), position: try values.integer(), leaf: try values.integer())
  }

  package func write(_ row: Delivery, to values: inout RowWriter) {
    values.integer(row.times)
    values.integer(row.position)
  }

  package func row(
    of key: DeliveryKey, from values: inout RowReader
  ) throws(ProjectionError) -> Delivery {
    Delivery(times: try values.integer(), position: try values.integer())
  }
}
