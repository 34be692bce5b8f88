import EventLog
import EventLogSQLite
import EventProjections
import MissionModel
import Platform

/// The SQL of one list: ids in the list's order, from the index that leaves the fewest to look at.
///
/// SQL can't name an index, since a rebuild gives it another name: terms are worded so that SQLite
/// chooses well. Conditions that depend on the time are not in the SQL; the reader of the rows
/// checks them.
struct MissionListQuery {
  private let filter: MissionFilter
  private let place: ListPlace?
  private let parts: [RowsPart]

  /// Makes the list of a filter's missions after a place, from the tables that hold the rows.
  init(
    _ filter: MissionFilter, after place: ListPlace?,
    _ parts: [RowsPart] = [RowsPart(table: MissionsTable().name)]
  ) {
    self.filter = filter
    self.place = place
    self.parts = parts
  }

  /// The statement: id and time of each mission.
  func prepare(_ connection: Connection) throws(SQLiteError) -> Statement {
    let (text, values) = sql
    let statement = try connection.prepare(text)
    for (index, value) in values.enumerated() { try statement.bind(value, at: index + 1) }
    return statement
  }

  /// The statement's text and its bound values.
  var sql: (text: String, values: [SQLiteValue]) {
    var conditions: [String] = []
    var values: [SQLiteValue] = []
    func demand(_ condition: String, _ bound: SQLiteValue...) {
      conditions.append(condition)
      values += bound
    }
    if let vp = filter.vp { demand(isEnded ? "+vp_id = ?" : "vp_id = ?", .text(vp.rawValue)) }
    if let mode = filter.failureMode { demand("failure_mode = ?", .text(mode.rawValue)) }
    if let session = filter.sourceSessionID {
      demand("source_session_id IS NOT NULL AND source_session_id = ?", .text(session))
    }
    if let chain = filter.chainID {
      demand(
        "id IN (SELECT id FROM missions WHERE retry_of IS NOT NULL "
          + "AND chain_id = ? UNION ALL SELECT id FROM streams WHERE name = ?)",
        .text(chain.rawValue), .text(chain.stream.string))
    }
    if let since = filter.since {
      demand("\(dispatched) >= ?", .integer(since.microseconds))
    }
    if let until = filter.until {
      // A mission that was imported without that time is last in the list, and in no span of time.
      demand("\(dispatched) <= ? AND dispatched_at IS NOT NULL", .integer(until.microseconds))
    }
    if filter.attention {
      demand(
        "id IN (SELECT id FROM missions WHERE \(MissionsTable.attention) "
          + "UNION ALL SELECT id FROM missions WHERE \(MissionsTable.unfinished) "
          + "AND \(MissionsTable.held))")
    }
    if let condition = statusCondition { demand(condition) }
    if let place {
      demand(
        "(\(term), id) \(isAscending ? ">" : "<") (?, ?)", .integer(place.time), .integer(place.id))
    }
    let direction = isAscending ? "ASC" : "DESC"
    let selects = parts.map { part in
      let all = (part.condition.map { [$0] } ?? []) + conditions
      let whole = all.isEmpty ? "" : " WHERE " + all.joined(separator: " AND ")
      return "SELECT id, \(term) FROM \(part.table)\(whole)"
    }
    // Several tables are each read in the list's order and merged; the terms of that order are then
    // known by place.
    let order = parts.count == 1 ? (term, "id") : ("2", "1")
    return (
      "\(selects.joined(separator: " UNION ALL ")) "
        + "ORDER BY \(order.0) \(direction), \(order.1) \(direction)",
      parts.flatMap { _ in values }
    )
  }

  private var isAscending: Bool { filter.order == .oldest }

  private var term: String {
    filter.order == .updated ? "coalesce(updated_at, 0)" : dispatched
  }

  /// The time of the dispatch; hidden from SQLite's planner by a plus where an index of few
  /// missions serves better than one in the order of the list.
  private var dispatched: String {
    let isNarrow = filter.attention || filter.chainID != nil || isUnfinished || isEnded
    return (isNarrow ? "+" : "") + MissionsTable.dispatchOrder
  }

  /// The stored statuses that can have one of the wanted effective ones; empty where any will do.
  private var stored: Set<MissionStatus> {
    if filter.statuses.isEmpty { return filter.failureMode == nil ? [] : [.failed] }
    var stored = Set(filter.statuses.compactMap { MissionStatus(rawValue: $0.rawValue) })
    if !filter.statuses.isDisjoint(with: [.stale, .cancelling]) {
      stored.formUnion([.running, .blocked])
    }
    return stored
  }

  private var statusCondition: String? {
    guard !stored.isEmpty else { return nil }
    let words = MissionStatus.allCases.filter(stored.contains).map { "'\($0.rawValue)'" }
    let exact = "status IN (\(words.joined(separator: ", ")))"
    // SQLite seeks by the first of these; the other tells it only which index will do.
    if isUnfinished { return "\(exact) AND \(MissionsTable.unfinished)" }
    if isEnded { return "\(exact) AND \(MissionsTable.ended)" }
    return exact
  }

  private var isUnfinished: Bool { !stored.isEmpty && stored.allSatisfy { !$0.isTerminal } }

  private var isEnded: Bool { !stored.isEmpty && stored.isSubset(of: [.failed, .cancelled]) }
}
