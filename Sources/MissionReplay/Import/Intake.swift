import CanonicalJSON
import EventLog
import EventProjections
import MissionControl
import MissionModel
import Platform

/// The intake of another system's missions into one ledger: each in one transaction, whole, and
/// once.
///
/// Missions that are there already are found in the ledger itself, so that an interrupted import
/// goes on where it was, and a repeated one appends nothing.
struct Intake: Sendable {
  /// The outcome for one mission.
  struct Outcome: Hashable, Sendable {
    enum Mission: Hashable, Sendable {
      /// It was appended.
      case new
      /// An earlier import brought it.
      case known
      /// An earlier import brought it, from a different row, or with fewer events.
      case changed
      /// The mission of that id was dispatched here.
      case foreign
      /// Another row of the file began it.
      case beside
    }

    let mission: Mission
    /// The events that were kept now, and those that were kept before.
    let kept: Int
    let keptBefore: Int
  }

  let actor: String
  let requestID: String?
  /// The redactor: an earlier import may have left secrets in, and a difference by that alone
  /// counts as none.
  let redactor: Redactor

  /// Appends new missions, and the missing events of others; all in one transaction.
  func take(_ missions: [LegacyMission], into log: ProjectedLog) throws -> [Outcome] {
    try log.writeBlocking { transaction in
      try missions.map { mission in
        let stream = mission.missionID.stream
        let plan = try plan(mission, past: transaction.events(of: stream))
        for event in plan.events { try transaction.append(event, to: stream) }
        return plan.outcome
      }
    }
  }

  /// Rehearses `take`, and appends nothing.
  func look(at missions: [LegacyMission], in log: ProjectedLog?) throws -> [Outcome] {
    guard let log else { return try missions.map { try plan($0, past: []).outcome } }
    return try log.log.readBlocking { reader in
      try missions.map { try plan($0, past: reader.events(of: $0.missionID.stream)).outcome }
    }
  }

  /// Makes a VP known by its row, unless an earlier import did; returns whether it was appended.
  func take(_ vp: QueueImported, into log: ProjectedLog) throws -> Bool {
    let event = QueueEvent.imported(vp)
    return try log.writeBlocking { transaction in
      let stream = vp.vpID.queueStream
      guard try !transaction.events(of: stream).contains(where: { $0.says(event, redactor) }) else {
        return false
      }
      try transaction.append(new(event.type, event.schema, event.payload), to: stream)
      return true
    }
  }

  /// Whether `take` would append.
  func look(at vp: QueueImported, in log: ProjectedLog?) throws -> Bool {
    guard let log else { return true }
    return try log.log.readBlocking { reader in
      try !reader.events(of: vp.vpID.queueStream).contains { $0.says(.imported(vp), redactor) }
    }
  }

  /// The events to append to a mission's stream, by what it has.
  private func plan(
    _ mission: LegacyMission, past: [RecordedEvent]
  ) throws -> (events: [NewEvent], outcome: Outcome) {
    let origin = MissionEvent.imported(mission.imported)
    var kept = mission.kept.map { new($0) }
    // In a rehearsal the other row is missing.
    if mission.isBesideAnother, past.isEmpty {
      return (kept, Outcome(mission: .beside, kept: kept.count, keptBefore: 0))
    }
    guard let first = past.first else {
      let row = new(
        origin.type, origin.schema, origin.payload, at: mission.imported.dispatchedAt)
      return ([row] + kept, Outcome(mission: .new, kept: kept.count, keptBefore: 0))
    }
    guard first.type == origin.type || mission.standing > 0 else {
      return ([], Outcome(mission: .foreign, kept: 0, keptBefore: 0))
    }
    var known: [JSONText: Int] = [:]
    for event in past where event.isKeptByImport {
      known[redactor.form(ofImported: event.payload), default: 0] += 1
    }
    let isChanged =
      mission.standing > 0
      ? !kept.isEmpty
      : !mission.imported.saysTheSame(as: first.payload)
        && !mission.imported.saysTheSame(as: first.payload, in: redactor.form(ofImported:))
    // A row beside another has its own among the kept events.
    if isChanged, !mission.isBesideAnother, let row = mission.row { kept.insert(new(row), at: 0) }
    let missing = kept.filter { event in
      let payload = redactor.form(ofImported: event.payload)
      guard let count = known[payload], count > 0 else { return true }
      known[payload] = count - 1
      return false
    }
    return (
      missing,
      Outcome(
        mission: mission.isBesideAnother ? .beside : isChanged ? .changed : .known,
        kept: missing.count, keptBefore: mission.standing + kept.count - missing.count)
    )
  }

  private func new(_ kept: LegacyKeptEvent) -> NewEvent {
    let event = MissionEvent.annotated(kept.annotation)
    return new(event.type, event.schema, event.payload, at: kept.occurredAt)
  }

  private func new(
    _ type: String, _ schema: Int, _ payload: JSONText, at time: Instant? = nil
  ) -> NewEvent {
    NewEvent(
      type: type, schema: schema, payload: payload, occurredAt: time, actor: actor,
      requestID: requestID)
  }
}

extension RecordedEvent {
  /// Whether an import kept it beside a mission.
  fileprivate var isKeptByImport: Bool {
    type == MissionEventType.annotated.rawValue && ImportActor.file(of: self) != nil
  }

  /// Whether it says the same as an event of a queue, redaction aside.
  fileprivate func says(_ event: QueueEvent, _ redactor: Redactor) -> Bool {
    type == event.type
      && (payload == event.payload
        || redactor.form(ofImported: payload) == redactor.form(ofImported: event.payload))
  }
}
