package import EventLogSQLite
package import EventProjections
package import MissionModel

/// All questions about the mission rows of one ledger, over one snapshot or batch.
///
/// It must not be used after the call that lent it.
package struct MissionQueries {
  /// The lent connection.
  package let connection: Connection

  package init(_ connection: Connection) {
    self.connection = connection
  }

  private static let table = MissionsTable()
  private static let layout = TableLayout(table)
  private static let missionText = "SELECT \(layout.columnList) FROM missions WHERE id = ?"

  /// The mission whose first event has this position; nil when there is none.
  package func mission(at id: Int64) throws -> MissionState? {
    let query = try connection.statement(Self.missionText)
    try query.bind(id, at: 1)
    defer { query.reset() }
    guard try query.step() else { return nil }
    var reader = Self.layout.reader(query)
    let key = try Self.table.key(from: &reader)
    return try Self.table.row(of: key, from: &reader)
  }

  /// Runs a query whose first column is an integer, and collects it.
  func integers(_ query: Statement) throws -> [Int64] {
    var integers: [Int64] = []
    while try query.step() { integers.append(query.int64(at: 0)) }
    return integers
  }

  /// Runs a query for one integer.
  func integer(_ query: Statement) throws -> Int64? {
    defer { query.reset() }
    return try query.step() ? query.optionalInt64(at: 0) : nil
  }
}

extension ProjectionReader {
  /// Lends the questions about this snapshot's missions.
  package func missions<T>(_ body: (MissionQueries) throws -> T) throws -> T {
    try query { try body(MissionQueries($0)) }
  }
}

extension ProjectionTransaction {
  /// Lends the questions about the missions as the batch's earlier commands have left them.
  ///
  /// Events that this very command has appended are not seen: ask first, then append.
  package func missions<T>(_ body: (MissionQueries) throws -> T) throws -> T {
    try query { try body(MissionQueries($0)) }
  }
}
