package import CanonicalJSON
import EventLog
import EventProjections
package import MissionControl
package import MissionModel
package import MissionStore
import Platform

/// `sql`: read-only SQL over the documented views of all ledgers, or of the largest where they are
/// too many for one query.
package struct QuerySQL: FleetRequest {
  package static let summary =
    "Runs read-only SQL over the documented views of all ledgers; where there are more than "
    + "\(mostLedgers), of the runtime ledger and those with the most events."

  static let query = Parameter(
    "query", .text(bytes: 1...65_536), required: true, "The statement, over the documented views.")
  static let limit = Parameter(
    "limit", .integer(1...100_000), standard: "100000", "How many rows to give.")
  /// The bound for a program that runs the statement itself, and sends rows to nobody.
  private static let ownLimit = Parameter(
    "limit", .integer(1...1_000_000), standard: "1000000", "How many rows to give.")
  package static let parameters = [query, limit]

  /// How many ledgers a query reads at most.
  package static let mostLedgers = SQLSession.mostLedgers

  /// The statement.
  private let statement: String
  /// How many rows are wanted at most.
  package var limit = 1_000_000
  /// The parameter that bounds the rows.
  private var bound = ownLimit

  package init(_ statement: String) {
    self.statement = statement
  }

  package init(_ arguments: Arguments) throws(MissionError) {
    self.init(try arguments.requiredText(Self.query))
    limit = try arguments.integer(Self.limit) ?? 100_000
    bound = Self.limit
  }

  package func check() throws(MissionError) {
    try bound.check(limit)
    try Self.query.check(statement)
  }

  /// Runs the statement over every ledger that can be read, until it is done or the task is
  /// cancelled.
  package func perform(_ context: ToolContext) async throws -> SQLRowsAnswer {
    let (logs, warnings) = try await ledgers(of: context.fleet)
    let (statement, limit) = (statement, limit)
    let pool = BlockingPool(name: "sql", threads: 1)
    let stop = StatementStop()
    let rows = try await withTaskCancellationHandler {
      try await pool.run {
        do {
          return try SQLSession(over: logs).run(statement, limit: limit, stop: stop)
        } catch {
          guard !stop.isAsked else { throw CancellationError() }
          if let known = MissionError(leaving: error) { throw known }
          throw MissionError(.validationError, "the statement can't be run: \(error)")
        }
      }
    } onCancel: {
      stop.ask()
    }
    return SQLRowsAnswer(rows: rows, warnings: warnings)
  }

  /// The readable ledgers; where they are too many for one query, the runtime ledger and those with
  /// the most events.
  ///
  /// - Throws: the first ledger's error where none can be read.
  private func ledgers(
    of fleet: Fleet
  ) async throws -> (logs: [ProjectedLog], warnings: [Warning]) {
    var (logs, warnings) = try await fleet.logsWithRows()
    if logs.isEmpty, let error = warnings.firstLedgerError { throw error }
    let most = Self.mostLedgers
    guard logs.count > most else { return (logs, warnings) }
    var sizes: [String: Int64] = [:]
    for log in logs { sizes[log.log.name] = try await log.log.read { $0.head } }
    // Only the runtime ledger has feeds and the bridge's cursors.
    sizes[LaneSettings.runtimeName] = .max
    let bySize = logs.map(\.log.name).sorted { (sizes[$1] ?? 0, $0) < (sizes[$0] ?? 0, $1) }
    let surplus = Set(bySize.dropFirst(most))
    logs.removeAll { surplus.contains($0.log.name) }
    warnings += surplus.sorted().map { Warning.surplus($0, beyond: most) }
    return (logs, warnings)
  }
}

/// What `sql` answers.
package struct SQLRowsAnswer: DescribedAnswer {
  package static let fields = [
    Field("columns", .list(.text)), Field("count", .count), Field("truncated", .boolean),
    Field("rows", .list(.anyObject)),
  ]

  /// The columns and rows.
  package let rows: SQLAnswer
  package let warnings: [Warning]

  package var hint: String? {
    rows.isTruncated ? "there are more rows: add a LIMIT or a WHERE to the statement" : nil
  }

  package func write(into writer: inout JSONWriter) {
    writer.field("columns", rows.columns)
    writer.field("count", rows.rows.count)
    writer.field("truncated", rows.isTruncated)
    let names = Self.unique(rows.columns)
    writer.field(
      "rows",
      array: { writer in
        for row in rows.rows {
          writer.element(object: { writer in
            for (name, value) in zip(names, row) { writer.field(name, value) }
          })
        }
      })
  }

  /// The columns' names, a repeated one numbered from its second time on, so that a row is an
  /// object.
  static func unique(_ columns: [String]) -> [String] {
    var seen: [String: Int] = [:]
    return columns.map { column in
      let count = (seen[column] ?? 0) + 1
      seen[column] = count
      return count == 1 ? column : "\(column)_\(count)"
    }
  }
}

extension SQLAnswer.Value: JSONWritable {
  /// Writes the value; bytes as hexadecimal digits.
  package func write(into writer: inout JSONWriter) {
    switch self {
    case .null: writer.null()
    case .integer(let number): writer.value(number)
    case .real(let number): writer.value(number)
    case .text(let text): writer.value(text)
    case .blob(let bytes): writer.value(bytes.hex)
    }
  }
}
