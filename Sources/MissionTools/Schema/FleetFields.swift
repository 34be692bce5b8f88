/// The members of VPs, their workers' sessions, and warnings.
enum FleetFields {
  static let session = [
    Field("session_id", .text, "<vp_id>/<worker_id>."), MissionFields.vpID,
    Field("worker_id", .text), Field("lane", .text), Field("host", .nullable(.text)),
    Field("status", .text), Field("effective_status", .text), Field("stale", .boolean),
    MissionFields.staleReason, Field("mission_ids", .list(.text)),
    Field("last_heartbeat_at", .nullable(.time)), Field("last_error", .nullable(.text)),
    Field("registered_at", .nullable(.time)), Field("updated_at", .nullable(.time)),
    Field("missions_completed", .count), Field("missions_failed", .count),
  ]

  static let vp = [
    MissionFields.vpID, Field("name", .nullable(.text)),
    Field("description", .nullable(.text), "What it is for."), Field("lane", .text),
    Field("live_workers", .count, "0: its missions wait until one starts."),
    Field("queued", .count),
    Field("running", .count), Field("blocked", .count),
    Field("paused", .boolean, "Whether claims are held back."),
    Field("p50_run_seconds", .nullable(.number), "The median: half of its missions ran no longer."),
    Field("p95_run_seconds", .nullable(.number)),
    Field("oldest_waiting_seconds", .nullable(.number)),
    Field("sessions", .list(.shape(.session))),
  ]

  static let warning = [
    Field("code", .text), Field("message", .text, "What was found, and what to do about it."),
    Field("mission_id", .text, optional: true), Field("ledger", .text, optional: true),
    Field("error", .text, "An error's code.", optional: true),
  ]
}
