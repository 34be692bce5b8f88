import CanonicalJSON
import MissionControl
import MissionModel
import MissionStore
import Platform

/// An import of a ledger of the predecessor: its missions, each into the ledger that has it or else
/// that of its VP's lane, with every event kept beside them, oldest first.
///
/// Everything here blocks; run it on a thread of its own.
struct LegacyImport {
  /// How many missions, and how many of their bytes, go into one transaction.
  private static let batchMissions = 64
  private static let batchBytes = 1 << 20

  private let fleet: Fleet
  private let intake: Intake
  private let now: Instant
  private let progress: @Sendable (_ done: Int, _ total: Int) -> Void
  private var report: ImportReport
  /// The VPs that were made known already, or are configured.
  private var known: Set<String>

  /// Makes an import; claims are judged at `now`.
  init(
    fleet: Fleet, intake: Intake, now: Instant, report: ImportReport,
    progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
  ) {
    self.fleet = fleet
    self.intake = intake
    self.now = now
    self.report = report
    self.progress = progress
    known = Set(fleet.configuration.vps.map(\.id))
  }

  /// Imports everything, or reports what it would.
  mutating func run(_ ledger: LegacyLedger) throws -> ImportReport {
    try ledger.prepare()
    try takeSessions(of: ledger)
    let keys = try ledger.missionKeys().map { key in
      (place: key.place, time: LegacyTime(key.row["created_at"])?.instant ?? .distantFuture)
    }.sorted { ($0.time, $0.place) < ($1.time, $1.place) }
    var batches: [String: (missions: [LegacyMission], bytes: Int)] = [:]
    // Ids that differ only by white space name one mission; its first row decides its lane.
    var lanes: [MissionID: String] = [:]
    for (index, key) in keys.enumerated() {
      guard let row = try ledger.mission(at: key.place) else { continue }
      var mission = LegacyMission(
        redact(row), events: try ledger.events(ofMissionAt: row.place).map { redact($0) },
        now: now)
      let firstLane = lanes[mission.missionID]
      if firstLane != nil { mission.standBesideAnother() }
      note(mission)
      let lane = firstLane ?? fleet.ledgerBlocking(taking: mission)
      lanes[mission.missionID] = lane
      var batch = batches[lane] ?? ([], 0)
      batch.missions.append(mission)
      batch.bytes += mission.bytes
      if batch.missions.count >= Self.batchMissions || batch.bytes >= Self.batchBytes {
        try take(batch.missions, into: lane)
        batch = ([], 0)
      }
      batches[lane] = batch
      progress(index + 1, keys.count)
    }
    for (lane, batch) in batches.sorted(by: { $0.key < $1.key }) {
      try take(batch.missions, into: lane)
    }
    try leaveOut(ledger)
    return report
  }

  private mutating func take(_ missions: [LegacyMission], into lane: String) throws {
    guard !missions.isEmpty else { return }
    let outcomes =
      report.isRehearsal
      ? try intake.look(at: missions, in: fleet.readableLogBlocking(lane))
      : try intake.take(missions, into: fleet.writableLogBlocking(named: lane))
    for (mission, outcome) in zip(missions, outcomes) {
      report.count(outcome, of: mission, in: lane)
    }
  }

  /// The row as it may enter the log, with a note of what was redacted.
  private mutating func redact(_ row: LegacyRow) -> LegacyRow {
    let cut = row.columns.compactMap { column in
      column.cutFrom.map { "\(column.name) has \($0) bytes" }
    }
    let (row, columns) = row.redacted(by: fleet.redactor)
    for (kind, found) in [(LegacyOddity.Kind.cut, cut), (.redacted, columns)] where !found.isEmpty {
      let key = ["event_id", "mission_id", "vp_id"].lazy.compactMap { row[$0].word }.first
      report.note(
        LegacyOddity(
          kind, table: row.table, key: key ?? "row \(row.place)", found.joined(separator: ", ")))
    }
    return row
  }

  private mutating func note(_ mission: LegacyMission) {
    for oddity in mission.oddities { report.note(oddity) }
    noteVP(mission.vpID, table: "vp_missions")
  }

  private mutating func noteVP(_ vp: VPID, table: String) {
    guard known.insert(vp.rawValue).inserted else { return }
    let lane = fleet.configuration.lane(ofVP: vp)
    report.note(
      LegacyOddity(.unknownVP, table: table, key: vp.rawValue, "\(vp) is in lane \(lane)"))
  }

  /// Makes each VP that has a session there known here; the session itself is over.
  private mutating func takeSessions(of ledger: LegacyLedger) throws {
    for row in try ledger.all(.sessions) {
      let vp = LegacyMission.vp(of: row)
      noteVP(vp, table: row.table)
      let kept = redact(row).fitting
      for column in kept.leftOut {
        report.note(
          LegacyOddity(
            .tooLarge, table: row.table, key: vp.rawValue,
            "\(column.name) of a session that is over is left out"))
      }
      let event = QueueImported(vpID: vp, session: kept.text)
      let lane = fleet.configuration.lane(ofVP: vp)
      let isNew =
        report.isRehearsal
        ? try intake.look(at: event, in: fleet.readableLogBlocking(lane))
        : try intake.take(event, into: fleet.writableLogBlocking(named: lane))
      if isNew { report.vps.insert(vp) }
    }
  }

  /// Reports the parts of the file that have no place here.
  private mutating func leaveOut(_ ledger: LegacyLedger) throws {
    let orphans = try ledger.eventsWithoutMission()
    if orphans.count > 0 {
      let count = orphans.count == 1 ? "1 event" : "\(orphans.count) events"
      let whose =
        orphans.missions.isEmpty
        ? "a table without mission_id" : orphans.missions.joined(separator: ", ")
      report.note(
        LegacyOddity(
          .eventWithoutMission, table: "vp_events", key: orphans.missions.first ?? "",
          "\(count) of \(whose)"))
      report.leave("vp_events", orphans.count, "the file has no mission of theirs")
    }
    for (table, count) in ledger.rows.sorted(by: { $0.key < $1.key }) {
      switch LegacyLedger.Table(rawValue: table) {
      case .missions, .events, .sessions: break
      case .sessionEvents:
        report.leave(table, count, "the life of sessions that are over; their VPs are known")
      case .bridgeCursors:
        report.leave(table, count, "places in another ledger; the bridge here has its own")
      case nil: report.leave(table, count, "a table that this program doesn't know")
      }
    }
    for table in ledger.uncounted.sorted() {
      report.leave(table, nil, "a virtual table of a module that this program lacks")
    }
  }
}

extension Fleet {
  /// The ledger for a mission of another system: the one that has it, else that of its VP's lane;
  /// blocks.
  func ledgerBlocking(taking mission: LegacyMission) -> String {
    let lane = configuration.lane(ofVP: mission.vpID)
    return holderBlocking(of: mission.missionID.stream, preferring: lane) ?? lane
  }
}

extension LegacyMission {
  /// The approximate number of bytes of its events.
  fileprivate var bytes: Int {
    imported.legacy.bytes.count + kept.reduce(0) { $0 + ($1.annotation.data?.bytes.count ?? 0) }
  }
}

extension Instant {
  fileprivate static let distantFuture = Instant(microseconds: .max)
}
