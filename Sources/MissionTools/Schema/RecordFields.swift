/// The members of what is recorded and read back: events, reasons, files, feed items.
enum RecordFields {
  static let event = [
    Field("event_id", .text, "<ledger>:<position>."), Field("ledger", .text),
    Field("position", .integer(from: 1), "Its place in its ledger."), Field("stream", .text),
    Field("version", .integer(from: 1), "Its place in its stream."), Field("type", .text),
    Field("schema", .integer(from: 1)), Field("recorded_at", .time),
    Field("occurred_at", .nullable(.time)), Field("actor", .text, "Who did it."),
    Field("causation", .nullable(.text), "The event that caused it."),
    Field("request_id", .nullable(.text)), Field("trace_id", .nullable(.text)),
    Field("payload", .any, "Its content, cut if it is large."),
    Field("payload_bytes", .count, "Its size, if it was cut.", optional: true),
  ]

  static let why = [
    MissionFields.missionID, Field("status", .text), Field("effective_status", .text),
    Field("status_basis", .nullable(.text)), Field("stale", .boolean), MissionFields.staleReason,
    Field("rule", .text, "The rule that decided, with its values."), Field("now", .time),
    Field("policy", .anyObject, "The configured values that the rule uses, in seconds."),
    Field("event_ids", .list(.text)),
    Field(
      "events",
      .list(
        .object([
          Field("event_id", .text), Field("type", .text), Field("at", .time),
          Field("summary", .text),
        ])), "The events that decided."),
    Field(
      "live_observation", .nullable(.anyObject),
      "What the process table says now; not part of the rule."),
    Field("reconciler", .nullable(.text), "What the reconciler would do now."),
  ]

  static let artifact = [
    Field("path", .text, "Relative to the workspace."), Field("bytes", .count),
    Field("sha256", .nullable(.text)),
    Field(
      "role", .word(["deliverable", "supporting", "outside"]),
      "outside: a link that leads out of the workspace, never followed."),
    Field(
      "changed_since_finish", .nullable(.boolean),
      "Whether it changed or appeared after the finish; null before the finish, or if unknown."
    ),
    Field("excerpt", .nullable(.text), "Its beginning, if it is text."),
    Field("excerpt_truncated", .boolean),
  ]

  static let feed = [
    Field("source_session_id", .text), Field("items", .count),
    Field("unread", .count, "Items that are not acknowledged, progress left out."),
    Field("version", .count, "Of its last item."),
    Field("acknowledged", .count, "The version up to which items are acknowledged."),
    Field("last_delivered_at", .nullable(.time)), Field("acknowledged_at", .nullable(.time)),
  ]

  static let feedItem = [
    Field("version", .integer(from: 1), "Its place in the feed."), Field("delivered_at", .time),
    Field("source_event_id", .text), Field("event_type", .text), MissionFields.missionID,
    MissionFields.vpID, Field("source_session_id", .text),
    Field("source_turn_id", .nullable(.text)),
    Field("reply_mode", .text), Field("mission_status", .text, "As of that event."),
    Field("result_ref", .nullable(.text), "As of that event."), Field("objective", .text),
    Field("event_payload", .any, "null if it is too large."),
    Field("payload_bytes", .count, "Its size, if it is too large.", optional: true),
    Field("event_recorded_at", .time), Field("skipped_before", .count),
    Field("redelivery", .boolean, "Whether the feed had this event before.", optional: true),
  ]
}
