import EventProjections
import MissionModel

/// The columns that change while a mission lives: status, lease, progress, questions, cancel.
extension MissionsTable {
  static let stateColumns: [Column] = [
    Column("status", .text),
    Column("status_basis", .text, packed: true),
    Column("status_position", .integer, packed: true),
    Column("attempt", .integer, packed: true),
    Column("tokens", .text, optional: true, packed: true),
    Column("lease_worker_id", .text, optional: true, packed: true),
    Column("lease_attempt", .integer, optional: true, packed: true),
    Column("lease_expires_at", .integer, optional: true, packed: true),
    Column("lease_micros", .integer, optional: true, packed: true),
    Column("lease_boot_id", .text, optional: true, packed: true),
    Column("lease_mono", .integer, optional: true, packed: true),
    Column("lease_position", .integer, optional: true, packed: true),
    Column("worker_id", .text, optional: true, packed: true),
    Column("worker_host", .text, optional: true, packed: true),
    Column("workspace", .text, optional: true, packed: true),
    Column("last_heartbeat_at", .integer, optional: true, packed: true),
    Column("progress_at", .integer, optional: true, packed: true),
    Column("progress_summary", .text, optional: true, packed: true),
    Column("progress_percent_millionths", .integer, optional: true, packed: true),
    Column("usage_runtime_micros", .integer, optional: true, packed: true),
    Column("usage_llm_calls", .integer, optional: true, packed: true),
    Column("usage_cost_micros", .integer, optional: true, packed: true),
    Column("cancel_requested", .integer),
    Column("cancel_reason", .text, optional: true, packed: true),
    Column("cancel_requested_by", .text, optional: true, packed: true),
    Column("cancel_requested_at", .integer, optional: true, packed: true),
    Column("cancel_position", .integer, optional: true, packed: true),
    Column("questions", .integer, packed: true),
    Column("question_id", .text, optional: true, packed: true),
    Column("question", .text, optional: true, packed: true),
    Column("question_options", .text, optional: true, packed: true),
    Column("blocked_at", .integer, optional: true, packed: true),
    Column("answered_question_id", .text, optional: true, packed: true),
    Column("answer", .text, optional: true, packed: true),
    Column("answered_by", .text, optional: true, packed: true),
    Column("answered_at", .integer, optional: true, packed: true),
  ]

  func writeState(of row: MissionState, to values: inout RowWriter) {
    let (progress, cancel) = (row.progress, row.cancel)
    let (question, answer) = (row.question, row.lastAnswer)
    values.text(row.status.rawValue)
    values.text(row.basis.rawValue)
    values.integer(row.statusPosition)
    values.integer(row.attempt)
    values.text(StoredJSON.tokens(row.tokens))
    write(row.lease, to: &values)
    values.text(row.workerID?.rawValue)
    values.text(row.workerHost)
    values.text(row.workspace)
    values.instant(row.lastHeartbeatAt)
    values.instant(progress?.at)
    values.text(progress?.summary)
    values.integer(progress?.percent?.micros)
    values.integer(row.usage.runtimeSeconds?.micros)
    values.integer(row.usage.llmCalls)
    values.integer(row.usage.costUSD?.micros)
    values.flag(cancel != nil)
    values.text(cancel?.reason)
    values.text(cancel?.by)
    values.instant(cancel?.at)
    values.integer(cancel?.position)
    values.integer(row.questions)
    values.text(question?.questionID)
    values.text(question?.question)
    values.text(question.flatMap { StoredJSON.strings($0.options) })
    values.instant(question?.at)
    values.text(answer?.questionID)
    values.text(answer?.answer)
    values.text(answer?.by)
    values.instant(answer?.at)
  }

  func state(
    with facts: MissionFacts, from values: inout RowReader
  ) throws(ProjectionError) -> MissionState {
    var row = MissionState(
      facts: facts, status: try values.word(MissionStatus.init(rawValue:)),
      basis: try values.word(StatusBasis.init(rawValue:)), updatedAt: nil, version: 0, position: 0)
    row.statusPosition = try values.integer()
    row.attempt = try values.int()
    row.tokens = try values.optionalWord(StoredJSON.tokens) ?? []
    row.lease = try lease(from: &values)
    row.workerID = try values.optionalWord(WorkerID.init)
    row.workerHost = try values.optionalText()
    row.workspace = try values.optionalText()
    row.lastHeartbeatAt = try values.optionalInstant()
    row.progress = try progress(from: &values)
    row.usage = Usage(
      runtimeSeconds: try values.optionalInteger().map(Millionths.init(micros:)),
      llmCalls: try values.optionalInteger(),
      costUSD: try values.optionalInteger().map(Millionths.init(micros:)))
    row.cancel = try cancel(from: &values)
    row.questions = try values.int()
    row.question = try question(from: &values)
    row.lastAnswer = try answer(from: &values)
    return row
  }

  private func write(_ lease: Lease?, to values: inout RowWriter) {
    values.text(lease?.token.worker.rawValue)
    values.integer(lease?.token.attempt)
    values.instant(lease?.expiresAt)
    values.integer(lease?.length.micros)
    values.text(lease?.bootID)
    values.integer(lease?.mono)
    values.integer(lease?.position)
  }

  private func lease(from values: inout RowReader) throws(ProjectionError) -> Lease? {
    guard let worker = try values.optionalWord(WorkerID.init) else {
      try values.skip(6)
      return nil
    }
    return Lease(
      token: FencingToken(worker: worker, attempt: try values.int()),
      expiresAt: try values.instant(), length: Millionths(micros: try values.integer()),
      bootID: try values.optionalText(), mono: try values.optionalInteger(),
      position: try values.integer())
  }

  private func progress(from values: inout RowReader) throws(ProjectionError) -> MissionProgress? {
    guard let at = try values.optionalInstant() else {
      try values.skip(2)
      return nil
    }
    return MissionProgress(
      at: at, summary: try values.optionalText(),
      percent: try values.optionalInteger().map(Millionths.init(micros:)))
  }

  private func cancel(from values: inout RowReader) throws(ProjectionError) -> CancelRequest? {
    guard try values.flag() else {
      try values.skip(4)
      return nil
    }
    return CancelRequest(
      reason: try values.optionalText(), by: try values.text(), at: try values.instant(),
      position: try values.integer())
  }

  private func question(from values: inout RowReader) throws(ProjectionError) -> MissionQuestion? {
    guard let id = try values.optionalText() else {
      try values.skip(3)
      return nil
    }
    return MissionQuestion(
      questionID: id, question: try values.text(),
      options: try values.optionalWord(StoredJSON.strings) ?? [], at: try values.instant())
  }

  private func answer(from values: inout RowReader) throws(ProjectionError) -> MissionAnswer? {
    guard let id = try values.optionalText() else {
      try values.skip(3)
      return nil
    }
    return MissionAnswer(
      questionID: id, answer: try values.text(), by: try values.text(), at: try values.instant())
  }
}
