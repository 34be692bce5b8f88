package import EventProjections
package import MissionModel

/// The table of worker sessions: one row each, found by VP and worker.
package struct SessionsTable: ProjectionTable {
  /// Sessions whose worker may still write.
  static let live = "phase IN ('live', 'degraded')"

  package let name = "sessions"
  package let keyColumns = [Column("vp_id", .text), Column("worker_id", .text)]
  package let columns: [Column] = [
    Column("phase", .text),
    Column("machine_id", .text, optional: true),
    Column("boot_id", .text, optional: true),
    Column("pid_namespace", .integer, optional: true),
    Column("pid", .integer, optional: true),
    Column("process_start", .integer, optional: true),
    Column("host", .text, optional: true),
    Column("program_version", .text, optional: true),
    Column("mission_ids", .text, optional: true),
    Column("last_heartbeat_at", .integer, optional: true),
    Column("heartbeat_boot_id", .text, optional: true),
    Column("heartbeat_mono", .integer, optional: true),
    Column("last_error", .text, optional: true),
    Column("registered_at", .integer, optional: true),
    Column("updated_at", .integer, optional: true),
    Column("missions_completed", .integer),
    Column("missions_failed", .integer),
    Column("phase_position", .integer),
    Column("heartbeat_position", .integer, optional: true),
    Column("position", .integer),
  ]
  package let indexes = [
    TableIndex("sessions_live", on: ["vp_id"], where: live)
  ]

  package let lastMoveColumn: String? = "position"
  package let statusColumn: String? = "phase"

  package init() {}

  package func write(_ key: SessionID, to values: inout RowWriter) {
    values.text(key.vp.rawValue)
    values.text(key.worker.rawValue)
  }

  package func key(from values: inout RowReader) throws(ProjectionError) -> SessionID {
    SessionID(vp: try values.word(VPID.init), worker: try values.word(WorkerID.init))
  }

  package func write(_ row: SessionState, to values: inout RowWriter) {
    values.text(row.phase.rawValue)
    values.text(row.process.machineID)
    values.text(row.process.bootID)
    values.integer(row.process.pidNamespace)
    values.integer(row.process.pid)
    values.integer(row.process.processStart)
    values.text(row.process.host)
    values.text(row.process.version)
    values.text(StoredJSON.strings(row.missionIDs.map(\.rawValue)))
    values.instant(row.lastHeartbeatAt)
    values.text(row.bootID)
    values.integer(row.mono)
    values.text(row.lastError)
    values.instant(row.registeredAt)
    values.instant(row.updatedAt)
    values.integer(row.missionsCompleted)
    values.integer(row.missionsFailed)
    values.integer(row.phasePosition)
    values.integer(row.heartbeatPosition)
    values.integer(row.position)
  }

  package func row(
    of key: SessionID, from values: inout RowReader
  ) throws(ProjectionError) -> SessionState {
    var row = SessionState(session: key, position: 0)
    row.phase = try values.word(SessionState.Phase.init(rawValue:))
    row.process = WorkerProcess(
      machineID: try values.optionalText(), bootID: try values.optionalText(),
      pidNamespace: try values.optionalInteger(), pid: try values.optionalInteger(),
      processStart: try values.optionalInteger(), host: try values.optionalText(),
      version: try values.optionalText())
    row.missionIDs = try values.optionalWord(Self.missionIDs) ?? []
    row.lastHeartbeatAt = try values.optionalInstant()
    row.bootID = try values.optionalText()
    row.mono = try values.optionalInteger()
    row.lastError = try values.optionalText()
    row.registeredAt = try values.optionalInstant()
    row.updatedAt = try values.optionalInstant()
    row.missionsCompleted = try values.int()
    row.missionsFailed = try values.int()
    row.phasePosition = try values.integer()
    row.heartbeatPosition = try values.optionalInteger()
    row.position = try values.integer()
    return row
  }

  private static func missionIDs(_ text: String) -> [MissionID]? {
    guard let texts = StoredJSON.strings(text) else { return nil }
    let ids = texts.compactMap(MissionID.init)
    return ids.count == texts.count ? ids : nil
  }
}
