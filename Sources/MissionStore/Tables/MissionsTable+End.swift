import EventProjections
import MissionModel

/// The columns of a mission's end and what came after, its times, and its last event.
extension MissionsTable {
  static let endColumns: [Column] = [
    Column("result_ref", .text, optional: true, packed: true),
    Column("result_summary", .text, optional: true, packed: true),
    Column("next_action", .text, optional: true, packed: true),
    Column("deliverables", .text, optional: true, packed: true),
    Column("mission_receipt_relpath", .text, optional: true, packed: true),
    Column("sync_ready_marker_relpath", .text, optional: true, packed: true),
    Column("failure_mode", .text, optional: true),
    Column("failure_detail", .text, optional: true, packed: true),
    Column("finish", .text, optional: true, packed: true),
    Column("verdict_position", .integer, optional: true, packed: true),
    Column("retried_by", .text, optional: true, packed: true),
    Column("retried_vp_id", .text, optional: true, packed: true),
    Column("retry_guidance", .text, optional: true, packed: true),
    Column("retry_fresh_workspace", .integer, packed: true),
    Column("escalated", .integer),
    Column("acknowledged", .integer),
    Column("late_reports", .integer, packed: true),
    Column("claimed_at", .integer, optional: true),
    Column("started_at", .integer, optional: true),
    Column("completed_at", .integer, optional: true),
    Column("updated_at", .integer, optional: true),
    Column("version", .integer, packed: true),
    Column("position", .integer),
  ]

  func writeEnd(of row: MissionState, to values: inout RowWriter) {
    let (outcome, retried) = (row.outcome, row.retried)
    values.text(outcome?.resultRef)
    values.text(outcome?.message)
    values.text(outcome?.nextAction)
    values.text(outcome.flatMap { StoredJSON.strings($0.deliverables) })
    values.text(outcome?.receiptPath)
    values.text(outcome?.markerPath)
    values.text(row.failureMode?.rawValue)
    values.text(row.failureDetail)
    values.text(row.finish?.rawValue)
    values.integer(row.verdict)
    values.text(retried?.newMissionID.rawValue)
    values.text(retried?.vpID.rawValue)
    values.text(retried?.guidance)
    values.flag(retried?.freshWorkspace ?? false)
    values.flag(row.escalated)
    values.flag(row.acknowledged)
    values.integer(row.lateReports)
    values.instant(row.claimedAt)
    values.instant(row.startedAt)
    values.instant(row.completedAt)
    values.instant(row.updatedAt)
    values.integer(row.version)
    values.integer(row.position)
  }

  func readEnd(
    into row: inout MissionState, from values: inout RowReader
  ) throws(ProjectionError) {
    let outcome = MissionOutcome(
      resultRef: try values.optionalText(), message: try values.optionalText(),
      nextAction: try values.optionalText(),
      deliverables: try values.optionalWord(StoredJSON.strings) ?? [],
      receiptPath: try values.optionalText(), markerPath: try values.optionalText())
    row.outcome = outcome == MissionOutcome() ? nil : outcome
    row.failureMode = try values.optionalWord(FailureMode.init)
    row.failureDetail = try values.optionalText()
    row.finish = try values.optionalWord(ReportedFinish.Kind.init(rawValue:))
    row.verdict = try values.optionalInteger()
    row.retried = try retried(from: &values)
    row.escalated = try values.flag()
    row.acknowledged = try values.flag()
    row.lateReports = try values.int()
    row.claimedAt = try values.optionalInstant()
    row.startedAt = try values.optionalInstant()
    row.completedAt = try values.optionalInstant()
    row.updatedAt = try values.optionalInstant()
    row.version = try values.integer()
    row.position = try values.integer()
  }

  private func retried(from values: inout RowReader) throws(ProjectionError) -> MissionRetried? {
    guard let id = try values.optionalWord(MissionID.init) else {
      try values.skip(3)
      return nil
    }
    return MissionRetried(
      newMissionID: id, vpID: try values.word(VPID.init), guidance: try values.optionalText(),
      freshWorkspace: try values.flag())
  }
}
