import EventLogSQLite
import EventProjections
package import MissionModel

/// Questions about workers and VPs.
extension MissionQueries {
  private static let sessionsTable = SessionsTable()
  private static let sessionsLayout = TableLayout(sessionsTable)
  private static let sessionColumns = sessionsLayout.columnList
  private static let vpsTable = VPsTable()
  private static let vpsLayout = TableLayout(vpsTable)
  private static let vpColumns = vpsLayout.columnList

  /// One worker's session; nil when there is none.
  package func session(_ id: SessionID) throws -> SessionState? {
    let query = try connection.statement(
      "SELECT \(Self.sessionColumns) FROM sessions WHERE vp_id = ? AND worker_id = ?")
    try query.bind(id.vp.rawValue, at: 1)
    try query.bind(id.worker.rawValue, at: 2)
    return try collectSessions(query).first
  }

  /// Every session, or every one of a VP, by VP and worker.
  package func sessions(vp: VPID? = nil) throws -> [SessionState] {
    let query = try connection.statement(
      """
      SELECT \(Self.sessionColumns) FROM sessions WHERE ?1 IS NULL OR vp_id = ?1
      ORDER BY vp_id, worker_id
      """)
    try query.bind(vp?.rawValue, at: 1)
    return try collectSessions(query)
  }

  /// Whether a VP has a live session; `isLive` judges those that are neither lost nor retired.
  ///
  /// Reads only until it finds one.
  package func hasLiveSession(vp: VPID, where isLive: (SessionState) -> Bool) throws -> Bool {
    let query = try connection.statement(
      """
      SELECT \(Self.sessionColumns) FROM sessions
      WHERE vp_id = ? AND \(SessionsTable.live) ORDER BY worker_id
      """)
    try query.bind(vp.rawValue, at: 1)
    defer { query.reset() }
    while try query.step() {
      if isLive(try Self.session(query)) { return true }
    }
    return false
  }

  /// The sessions that meet a condition over the table's columns, by VP and worker.
  func sessions(where condition: String) throws -> [SessionState] {
    try collectSessions(
      connection.statement(
        """
        SELECT \(Self.sessionColumns) FROM sessions WHERE \(condition)
        ORDER BY vp_id, worker_id
        """))
  }

  /// Every VP that the log knows, by name.
  package func vps() throws -> [VPState] {
    let query = try connection.statement("SELECT \(Self.vpColumns) FROM vps ORDER BY vp_id")
    var vps: [VPState] = []
    while try query.step() {
      var reader = Self.vpsLayout.reader(query)
      let key = try Self.vpsTable.key(from: &reader)
      vps.append(try Self.vpsTable.row(of: key, from: &reader))
    }
    return vps
  }

  private func collectSessions(_ query: Statement) throws -> [SessionState] {
    var sessions: [SessionState] = []
    while try query.step() { sessions.append(try Self.session(query)) }
    return sessions
  }

  private static func session(_ query: Statement) throws -> SessionState {
    var reader = sessionsLayout.reader(query)
    let key = try sessionsTable.key(from: &reader)
    return try sessionsTable.row(of: key, from: &reader)
  }
}
