import EventProjections
import Platform

/// A read-only table of `missionlog sql` over all ledgers.
package struct SQLView: Hashable, Sendable {
  /// The view's name.
  package let name: String
  /// What a row stands for.
  package let summary: String
  /// Its columns, in order.
  package let columns: [String]
  /// One ledger's term for each column, as SQL; `$ledger` is the ledger's name, `$now` the time in
  /// microseconds.
  let expressions: [String]
  /// One ledger's source of rows; `$schema` is the ledger's schema.
  let source: String
  /// The projection that it shows, which not every ledger has; nil for a view of data that every
  /// ledger has.
  let projection: String?

  /// Every view there is.
  package static let all: [SQLView] = [
    events,
    SQLView(
      MissionsTable(), summary: "a mission, its objective cut at 200 characters",
      and: [
        ("lane", "$ledger"), ("terminal", "status IN ('completed', 'failed', 'cancelled')"),
        ("queue_seconds", "max(0, claimed_at - dispatched_at) / 1e6"),
        ("duration_seconds", "max(0, completed_at - started_at) / 1e6"),
      ]),
    SQLView(
      SessionsTable(), summary: "a worker's session",
      and: [
        ("session_id", "vp_id || '/' || worker_id"), ("lane", "$ledger"),
        (
          "status",
          """
          CASE WHEN phase <> 'live' THEN phase WHEN mission_ids IS NULL THEN 'idle' ELSE 'active' END
          """
        ),
      ]),
    SQLView(
      VPsTable(), summary: "a VP that occurs in the ledger's workers, imports or pauses",
      and: [
        ("lane", "$ledger"),
        ("paused", "paused_at IS NOT NULL AND (paused_until IS NULL OR paused_until > $now)"),
        ("queued", held("queued")), ("running", held("running")), ("blocked", held("blocked")),
      ]),
    SQLView(FeedsTable(), summary: "the head of a source session's feed"),
    SQLView(SourceCursorsTable(), summary: "how far the bridge has come in a ledger"),
  ]

  /// How many of a VP's missions have a status.
  private static func held(_ status: String) -> String {
    """
    (SELECT count(*) FROM $schema.missions AS m WHERE m.vp_id = vps.vp_id AND m.status = '\(status)')
    """
  }

  /// The statement that makes the view over attached ledgers: their schemas, each with the ledger's
  /// name; an empty view over none.
  func creation(over ledgers: [(schema: String, ledger: String)], now: Instant) -> String {
    guard !ledgers.isEmpty else {
      let terms = columns.map { "NULL AS \($0)" }.joined(separator: ", ")
      return "CREATE TEMP VIEW \(name) AS SELECT \(terms) WHERE 0"
    }
    let selects = ledgers.map { schema, ledger in
      let terms = zip(expressions, columns).map { "\($0) AS \($1)" }.joined(separator: ", ")
      return "SELECT \(terms) FROM \(source)"
        .replacing("$schema", with: schema)
        .replacing("$now", with: "\(now.microseconds)")
        .replacing("$ledger", with: "'\(ledger.replacing("'", with: "''"))'")
    }
    return "CREATE TEMP VIEW \(name) AS " + selects.joined(separator: " UNION ALL ")
  }

  private static let events = SQLView(
    name: "events", summary: "an event, its payload as JSON",
    columns: [
      "ledger", "position", "event_id", "stream", "version", "type", "schema", "recorded_at",
      "occurred_at", "actor", "causation", "request_id", "trace_id", "payload",
    ],
    expressions: [
      "$ledger", "e.position", "$ledger || ':' || e.position", "s.name", "e.version", "t.name",
      "e.schema", "iso8601(e.recorded_at)", "iso8601(e.occurred_at)", "a.name", "e.causation",
      "e.request_id", "e.trace_id", "event_payload($ledger, e.position)",
    ],
    source: """
      $schema.events AS e
      JOIN $schema.streams AS s ON s.id = e.stream
      JOIN $schema.names AS t ON t.id = e.type
      JOIN $schema.names AS a ON a.id = e.actor
      """)

  private init(
    name: String, summary: String, columns: [String], expressions: [String], source: String,
    projection: String? = nil
  ) {
    self.name = name
    self.summary = summary
    self.columns = columns
    self.expressions = expressions
    self.source = source
    self.projection = projection
  }

  /// Makes the view of a projection's table: its columns, times as ISO-8601, and `more` columns
  /// computed from them.
  private init(
    _ table: some ProjectionTable, summary: String, and more: [(name: String, term: String)] = []
  ) {
    let columns = (table.keyColumns + table.columns).map(\.name)
    let layout = TableLayout(table)
    self.init(
      name: table.name, summary: summary,
      columns: ["ledger"] + columns.map { $0 == "objective_head" ? "objective" : $0 }
        + more.map(\.name),
      expressions: ["$ledger"]
        + columns.map { column in
          let term = layout.expression(of: column)
          return Self.isTime(column) ? "iso8601(\(term))" : term
        } + more.map(\.term),
      source: "$schema.\(table.name)", projection: table.name)
  }

  private static func isTime(_ column: String) -> Bool {
    column.hasSuffix("_at") || ["not_before", "deadline", "paused_until"].contains(column)
  }
}
