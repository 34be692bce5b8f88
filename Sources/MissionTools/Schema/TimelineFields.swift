/// The members of a timeline.
enum TimelineFields {
  static let timeline: [Field] = [
    MissionFields.missionID, optional(MissionFields.vpID),
    Field("objective", .text, optional: true),
    optional(MissionFields.status), MissionFields.effectiveStatus,
    optional(MissionFields.staleReason), optional(MissionFields.basis),
    Field("from", .time, optional: true), Field("to", .time, optional: true),
    Field("seconds", .number, "The time between them.", optional: true),
    Field("now", .time, optional: true),
    Field("spans", .list(.object(span)), "Its statuses, one after the other.", optional: true),
    Field("events", .list(.object(entry)), "What happened, oldest first.", optional: true),
    Field(
      "heartbeats", .object([Field("count", .count), Field("last_at", .nullable(.time))]),
      optional: true),
    Field("gaps", .list(.object(gap)), "Silences of its worker.", optional: true),
    Field(
      "related",
      .list(
        .object([
          Field("relation", .word(["retry_of", "retried_by", "chain"])), MissionFields.missionID,
        ])), optional: true),
    Field("result", .nullable(.object(result)), "How it ended.", optional: true),
  ]

  /// Everything but the status is left out where the budget has no room for it.
  private static func optional(_ field: Field) -> Field {
    Field(field.name, field.schema, field.about, optional: true)
  }

  private static let span = [
    Field("status", .text), Field("attempt", .nullable(.count)), MissionFields.workerID,
    Field("from", .time), Field("to", .nullable(.time), "null: it goes on."),
    Field("seconds", .nullable(.number)),
    Field("ended_by", .nullable(.text), "The event that ended it."),
  ]

  private static let entry = [
    Field("event_id", .text), Field("type", .text), Field("at", .time),
    Field("offset_seconds", .number, "Since the beginning."), Field("actor", .text),
    Field("causation", .nullable(.text)), Field("summary", .text),
    Field(
      "recorded_at", .time, "When an import recorded it, if it happened at another time.",
      optional: true),
  ]

  private static let gap = [
    Field("attempt", .count), MissionFields.workerID, Field("from", .time),
    Field("to", .nullable(.time)), Field("seconds", .number),
  ]

  private static let result = [
    Field("status", .text), MissionFields.failureMode, Field("failure_detail", .nullable(.text)),
    MissionFields.resultRef, MissionFields.resultSummary, MissionFields.deliverables,
    MissionFields.nextAction,
  ]
}
