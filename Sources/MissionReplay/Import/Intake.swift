import CanonicalJSON
import EventLog
import EventProjections
import MissionControl
import MissionModel
import Platform

/// Takes missions of another system into one ledger: each in one transaction, whole, and once.
///
/// What is there already is told from the ledger itself, so that an import that was killed goes on where it was, and
/// one that is run again appends nothing.
struct Intake: Sendable {
  /// What became of one mission.
  struct Outcome: Hashable, Sendable {
    enum Mission: Hashable, Sendable {
      /// It was appended.
      case new
      /// An import has brought it before.
      case known
      /// An import has brought it before, from a row that said something else, or with fewer events.
      case changed
      /// The mission of that id was dispatched here.
      case foreign
      /// Another row of the file has begun it.
      case beside
    }

    let mission: Mission
    /// Events that were kept now, and those that were kept before.
    let kept: Int
    let keptBefore: Int
  }

  let actor: String
  let requestID: String?
  /// What takes out secrets: an earlier import may have left them in, and what differs by that alone is known.
  let redactor: Redactor

  /// Appends missions that are not there yet, and of the others what is missing; all in one transaction.
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

  /// Says what `take` would do, and appends nothing.
  func look(at missions: [LegacyMission], in log: ProjectedLog?) throws -> [Outcome] {
    guard let log else { return try missions.map { try plan($0, past: []).outcome } }
    return try log.log.readBlocking { reader in
      try missions.map { try plan($0, past: reader.events(of: $0.missionID.stream)).outcome }
    }
  }

  /// Makes a VP known by its row, unless an import has done so before; tells whether it was appended.
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

  /// Says whether `take` would append.
  func look(at vp: QueueImported, in log: ProjectedLog?) throws -> Bool {
    guard let log else { return true }
    return try log.log.readBlocking { reader in
      try !reader.events(of: vp.vpID.queueStream).contains { $0.says(.imported(vp), redactor) }
    }
  }

  /// What is to be appended to a mission's stream, seen what it has.
  private func plan(
    _ mission: LegacyMission, past: [RecordedEvent]
  ) throws -> (events: [NewEvent], outcome: Outcome) {
    let origin = MissionEvent.imported(mission.imported)
    var kept = mission.kept.map { new($0) }
    // In a rehearsal the other row is not there.
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
    // A row that stands beside another has its own among what is kept.
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
  /// Whether an import has kept it beside a mission.
  fileprivate var isKeptByImport: Bool {
    type == MissionEventType.annotated.rawValue && ImportActor.file(of: self) != nil
  }

  /// Whether it says what an event of a queue says, but for what is taken out.
  fileprivate func says(_ event: QueueEvent, _ redactor: Redactor) -> Bool {
    type == event.type
      && (payload == event.payload
        || redactor.form(ofImported: payload) == redactor.form(ofImported: event.payload))
  }
}
