import MissionModel
import MissionTesting

/// A ledger as the predecessor left them: missions in every state, and with everything that is odd
/// about real ones.
package enum PredecessorLedger {
  /// What the import's provenance calls the file.
  package static let name = "predecessor.db"

  /// Writes the file.
  package static func write(to path: String) throws {
    let file = try LegacyFile(path)
    defer { file.close() }
    try writeOrderly(file)
    try writeRunning(file)
    try writeOdd(file)
    try file.add(
      "vp_sessions",
      [
        ("vp_id", .text("vp.general.primary")), ("runtime_id", .text("rt-1")),
        ("status", .text("active")), ("lease_owner", .text("w-old")),
        ("metadata_json", .text(#"{"model": "old"}"#)),
        ("created_at", .text("2026-01-02T09:00:00")),
      ])
    try file.add(
      "vp_session_events",
      [
        ("event_id", .text("s1")), ("vp_id", .text("vp.general.primary")),
        ("event_type", .text("vp.session.started")), ("payload_json", .text("{}")),
        ("created_at", .text("2026-01-02T09:00:00Z")),
      ])
    try file.add(
      "vp_bridge_cursors", [("cursor_key", .text("main")), ("last_rowid", .integer(41))])
  }

  /// Missions whose rows and events agree, one in each lane and one for a VP that nobody knows.
  private static func writeOrderly(_ file: LegacyFile) throws {
    try file.mission(
      "old-completed", status: "completed",
      [
        ("started_at", .text("2026-01-02T10:10:00")), ("worker_id", .text("w-old")),
        ("completed_at", .text("2026-01-02T10:40:00Z")), ("result_ref", .text("s3://bucket/1")),
        ("priority_tier", .text("operator_daily")),
        (
          "budget_json", .text(#"{"max_runtime_minutes": 30, "max_cost_usd": 1.5}"#)
        ),
        (
          "payload_json",
          .text(#"{"idempotency_key": "key-1", "source_session_id": "session-1"}"#)
        ),
      ])
    for (id, type, time) in [
      ("e1", "vp.mission.dispatched", "2026-01-02T10:00:00.250"),
      ("e2", "vp.mission.started", "2026-01-02T12:10:00+02:00"),
      ("e3", "vp.mission.progress", "2026-01-02T10:25:00Z"),
      ("e4", "vp.mission.completed", "2026-01-02T10:40:00Z"),
    ] {
      try file.event(
        id, of: "old-completed", type, payload: .text(#"{"by": "w-old", "n": 1.0}"#), at: time)
    }
    try file.mission("old-failed", vp: "vp.coder.primary", status: "failed")
    try file.event("e5", of: "old-failed", "mission_dispatched", vp: "vp.coder.primary")
    try file.event("e6", of: "old-failed", "mission_failed", vp: "vp.coder.primary")
    try file.mission(
      "old-queued", vp: "vp.unheard.of", status: "queued",
      [("priority_tier", .text("background"))])
  }

  /// Rows that nobody will report on any more, each stale for another reason.
  private static func writeRunning(_ file: LegacyFile) throws {
    let old = LegacyFile.Value.text("2025-12-01T10:00:00Z")
    let times: [(String, [(String, LegacyFile.Value)])] = [
      ("claim", [("claim_expires_at", old), ("worker_id", .text("w-old"))]),
      ("updated", [("updated_at", old)]), ("started", [("started_at", old)]),
      ("created", [("created_at", old)]), ("timeless", []),
    ]
    for (name, columns) in times {
      let others = Set(columns.map(\.0))
      let none: [(String, LegacyFile.Value)] = [
        ("created_at", .text("n/a")), ("updated_at", .null), ("started_at", .text("")),
      ]
      try file.mission(
        "old-\(name)", status: "running", none.filter { !others.contains($0.0) } + columns)
    }
  }

  /// Rows that contradict themselves, their events, or every bound.
  private static func writeOdd(_ file: LegacyFile) throws {
    try file.mission(
      "old-odd", status: " Completed ",
      [
        ("priority", .integer(-3)), ("cancel_requested", .integer(1)), ("objective", .text("")),
        ("budget_json", .text(#"{"tokens": 5}"#)), ("payload_json", .text("{broken")),
        ("created_at", .text("soon")), ("source", .text("cron")), ("result_published", .integer(1)),
      ])
    try file.event("e7", of: "old-odd", "vp.mission.failed", payload: .text("not json"))
    try file.event("e8", of: "old-odd", "vp.mission.completed", payload: .null, at: "")
    try file.event("e9", of: "old-odd", "vp.mission.cancelled", vp: "vp.coder.primary")
    try file.mission("an id with spaces", status: "CANCELED", [("priority", .null)])
    try file.event("e10", of: "nobody", "vp.mission.progress")
    try file.mission("old-long", status: "completed")
    for number in 1...120 {
      try file.event("p\(number)", of: "old-long", "vp.mission.progress")
    }
  }
}
