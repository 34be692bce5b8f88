import CanonicalJSON
package import Platform

/// One mission of the predecessor's ledger (`vp_missions`): the event that begins its stream here,
/// and the events kept beside it.
///
/// It is made from the mission's row and its events alone. No row is refused: values that have no
/// place here stay in the row, which is kept verbatim, and oddities are reported.
package struct LegacyMission: Hashable, Sendable {
  /// The mission as its row describes it.
  package private(set) var imported: MissionImported
  /// Its events, in the order in which they were written.
  package private(set) var kept: [LegacyKeptEvent]
  /// The oddities found.
  package private(set) var oddities: [LegacyOddity]
  /// Its row, kept beside the mission that another row has begun; nil for a mission with events
  /// only.
  package private(set) var row: LegacyKeptEvent?
  /// How many of its events are in this home's ledger already, to the byte, and so are not in
  /// `kept`.
  package let standing: Int
  /// Whether another row of the file has begun the mission; this one is then kept beside it.
  package private(set) var isBesideAnother = false

  package var missionID: MissionID { imported.origin.missionID }
  package var vpID: VPID { imported.origin.request.vpID }

  /// Makes a mission whose parts were read already.
  init(
    imported: MissionImported, kept: [LegacyKeptEvent], standing: Int = 0,
    oddities: [LegacyOddity]
  ) {
    self.imported = imported
    self.kept = kept
    self.standing = standing
    self.oddities = oddities
  }

  /// The VP named in a mission's row; a name that is not valid here is made valid.
  package static func vp(of row: LegacyRow) -> VPID {
    var reading = LegacyReading(row, key: "")
    return reading.vp()
  }

  /// Reads a mission's row and its events; claims are judged by the time `now`.
  package init(_ row: LegacyRow, events: [LegacyRow], now: Instant) {
    let key = row["mission_id"].word ?? "row \(row.place)"
    var reading = LegacyReading(row, key: key)
    let request = reading.request()
    let courses = events.map { LegacyWords.course($0["event_type"].word ?? "") }
    let times = reading.times()
    let status = reading.status(courses, times)
    imported = MissionImported(
      origin: MissionDispatched(missionID: reading.missionID(), request: request), status: status,
      legacy: row.json)
    imported.dispatchedAt = times.created
    imported.startedAt = times.started
    imported.completedAt = times.completed
    imported.updatedAt = times.updated
    imported.leaseExpiresAt = status.isHeld ? times.claimExpires : nil
    imported.workerID = reading.worker()
    imported.cancelRequested = row["cancel_requested"].isTrue
    if let result = row["result_ref"].word { imported.outcome = MissionOutcome(resultRef: result) }
    reading.contradictions(in: imported, courses, times, now: now)
    oddities = reading.oddities
    kept = []
    standing = 0
    for event in events {
      kept += LegacyKeptEvent.keeping(event, &oddities)
      if let vp = event["vp_id"].word, let own = row["vp_id"].word, vp != own {
        oddities.append(
          LegacyOddity(
            .eventOfOtherVP, table: event.table,
            key: event["event_id"].word ?? "row \(event.place)",
            "it is of \(vp.excerpt), its mission of \(own.excerpt)"))
      }
    }
    fit(row)
    self.row = LegacyKeptEvent(
      annotation: MissionAnnotated(
        note: "another row of this mission, kept from vp_missions", data: imported.legacy),
      occurredAt: imported.updatedAt)
  }

  /// Keeps the row, as it was, beside the mission that another row with the same id has begun.
  package mutating func standBesideAnother() {
    isBesideAnother = true
    if let row { kept.insert(row, at: 0) }
    oddities.append(
      LegacyOddity(
        .sameMission, table: "vp_missions", key: missionID.rawValue,
        "it is \(imported.status.rawValue) by that row"))
  }

  /// Moves values that are too large for one event into annotations that follow it.
  private mutating func fit(_ row: LegacyRow) {
    guard imported.payload.bytes.count > LegacyKeptEvent.dataBytes else { return }
    oddities.append(
      LegacyOddity(
        .tooLarge, table: row.table, key: missionID.rawValue,
        "the row has \(imported.legacy.bytes.count) bytes"))
    imported.origin.request.constraints = .emptyObject
    imported.origin.request.metadata = .emptyObject
    imported.origin.request.successCriteria = []
    imported.origin.request.requiredOutputs = []
    imported.origin.request.kept = nil
    let objective = imported.origin.request.objective
    let most = DispatchRequest.Bounds.objective.upperBound
    if objective.utf8.count > most {
      imported.origin.request.objective = objective.parts(ofBytes: most).first ?? ""
    }
    let large = row.apart { large in
      imported.legacy = row.json(without: large, saying: LegacyKeptEvent.elsewhere)
      if large.contains(where: { $0.isNamed("result_ref") }) { imported.outcome = nil }
      return imported.payload.bytes.count <= LegacyKeptEvent.dataBytes
    }
    kept =
      large.flatMap {
        LegacyKeptEvent.parts(of: $0.value, column: $0.name, of: row, at: imported.updatedAt)
      } + kept
  }
}
