import CanonicalJSON
import EventLog
import EventLogSQLite
package import EventProjections
import Platform

/// A session for SQL from outside over the documented views of several ledgers at once; it can't
/// change anything.
package struct SQLSession: Sendable {
  private let ledgers: [ProjectedLog]

  /// How many ledgers a session reads at most.
  package static let mostLedgers = Connection.Configuration.mostAttachable

  /// Makes a session over ledgers, `mostLedgers` at most, each known by its own name.
  package init(over ledgers: [ProjectedLog]) {
    self.ledgers = ledgers
  }

  /// Runs one statement and returns its rows, at most `limit` of them.
  ///
  /// Blocks its thread. Each ledger is read as of its first use in the query.
  ///
  /// - Throws: `ProjectionError` where a ledger's rows can't be served; `SQLiteError` for a fault
  ///   of the statement, or `interrupted` once `stop` was asked for.
  package func run(
    _ text: String, limit: Int = .max, stop: StatementStop = StatementStop()
  ) throws -> SQLAnswer {
    let connection = try Connection(
      Connection.Configuration(path: "", mode: .memory, attachable: ledgers.count))
    defer { connection.close() }
    let failure = Condition<(any Error)?>(nil)
    try addFunctions(to: connection, failure)
    var schemas: [(schema: String, ledger: String, projections: [String])] = []
    for (index, ledger) in ledgers.enumerated() {
      try ledger.readBlocking { _ in }
      try ledger.log.attach(to: connection, as: "ledger\(index)")
      schemas.append(("ledger\(index)", ledger.log.name, ledger.projectionNames))
    }
    let now = ledgers.first?.log.options.clocks.now() ?? .epoch
    for view in SQLView.all {
      let places = schemas.filter { view.projection.map($0.projections.contains) ?? true }
      try connection.execute(view.creation(over: places.map { ($0.schema, $0.ledger) }, now: now))
    }
    try connection.set(pragma: "query_only", to: 1)
    do {
      return try stop.watch(connection) { try answer(connection.prepare(text), limit: limit) }
    } catch {
      throw failure.withLock { $0 } ?? error
    }
  }

  private func answer(_ statement: Statement, limit: Int) throws -> SQLAnswer {
    let columns = (0..<statement.columnCount).map { statement.columnName(at: $0) }
    var rows: [[SQLAnswer.Value]] = []
    var isTruncated = false
    while try statement.step() {
      guard rows.count < limit else {
        isTruncated = true
        break
      }
      rows.append(columns.indices.map { SQLAnswer.Value(statement.value(at: $0)) })
    }
    return SQLAnswer(columns: columns, rows: rows, isTruncated: isTruncated)
  }

  /// Adds the functions that views use; the error of a payload that can't be served is kept in
  /// `failure`, since SQLite passes on only its words.
  private func addFunctions(
    to connection: Connection, _ failure: Condition<(any Error)?>
  ) throws(SQLiteError) {
    try connection.addViewFunctions()
    let logs = ledgers.map(\.log)
    try connection.addFunction("event_payload", arguments: 2) { arguments in
      guard case .text(let name) = arguments[0], case .integer(let position) = arguments[1],
        let log = logs.first(where: { $0.name == name })
      else { return .null }
      do {
        let event = try log.readBlocking { try $0.event(at: position) }
        return event.map { .text($0.payload.string) } ?? .null
      } catch {
        failure.withLock { $0 = error }
        throw error
      }
    }
  }
}
