import EventProjections
import MissionModel

/// The columns that a mission's first event fixes for good.
extension MissionsTable {
  static let factColumns: [Column] = [
    Column("mission_id", .text, packed: true),
    Column("vp_id", .text),
    Column("mission_type", .text, packed: true),
    Column("objective_head", .text),
    Column("priority", .integer),
    Column("priority_tier", .text, packed: true),
    Column("tier_rank", .integer),
    Column("execution_mode", .text, packed: true),
    Column("reply_mode", .text, packed: true),
    Column("idempotency_key", .text, optional: true),
    Column("source_session_id", .text, optional: true),
    Column("source_turn_id", .text, optional: true, packed: true),
    Column("trace_id", .text, optional: true, packed: true),
    Column("retry_of", .text, optional: true),
    Column("chain_id", .text),
    Column("chain_length", .integer, packed: true),
    Column("not_before", .integer, optional: true),
    Column("deadline", .integer, optional: true),
    Column("max_attempts", .integer, packed: true),
    Column("resolved_target_path", .text, optional: true),
    Column("dispatched_at", .integer, optional: true),
    Column("is_imported", .integer),
  ]

  func write(_ facts: MissionFacts, to values: inout RowWriter) {
    values.text(facts.missionID.rawValue)
    values.text(facts.vpID.rawValue)
    values.text(facts.missionType)
    values.text(facts.objectiveHead)
    values.integer(facts.priority)
    values.text(facts.priorityTier.rawValue)
    values.integer(facts.priorityTier.rank)
    values.text(facts.executionMode.rawValue)
    values.text(facts.replyMode)
    values.text(facts.idempotencyKey)
    values.text(facts.sourceSessionID)
    values.text(facts.sourceTurnID)
    values.text(facts.traceID)
    values.text(facts.retryOf?.rawValue)
    values.text(facts.chainID.rawValue)
    values.integer(facts.chainLength)
    values.instant(facts.notBefore)
    values.instant(facts.deadline)
    values.integer(facts.maxAttempts)
    values.text(facts.resolvedTargetPath)
    values.instant(facts.dispatchedAt)
    values.flag(facts.isImported)
  }

  func facts(
    of key: Int64, from values: inout RowReader
  ) throws(ProjectionError) -> MissionFacts {
    let missionID = try values.word(MissionID.init)
    let vpID = try values.word(VPID.init)
    let missionType = try values.text()
    let objectiveHead = try values.text()
    let priority = try values.int()
    let priorityTier = try values.word(PriorityTier.init(rawValue:))
    try values.skip()
    return MissionFacts(
      dispatchPosition: key, missionID: missionID, vpID: vpID, missionType: missionType,
      objectiveHead: objectiveHead, priority: priority, priorityTier: priorityTier,
      executionMode: try values.word(ExecutionMode.init(rawValue:)),
      replyMode: try values.text(),
      idempotencyKey: try values.optionalText(),
      sourceSessionID: try values.optionalText(),
      sourceTurnID: try values.optionalText(),
      traceID: try values.optionalText(),
      retryOf: try values.optionalWord(MissionID.init),
      chainID: try values.word(MissionID.init),
      chainLength: try values.int(),
      notBefore: try values.optionalInstant(),
      deadline: try values.optionalInstant(),
      maxAttempts: try values.int(),
      resolvedTargetPath: try values.optionalText(),
      dispatchedAt: try values.optionalInstant(),
      isImported: try values.flag())
  }
}
