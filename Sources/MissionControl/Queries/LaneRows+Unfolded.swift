import EventLog
import MissionModel

/// Missions with events that could not be folded: a newer build wrote them, or they break the rules
/// of their type.
///
/// The content of such an event is unknown, but its type limits what it may say: where it can't
/// have moved facts of a decision, the mission goes on as if the event were folded.
extension LaneRows {
  /// Whether a mission's row holds all facts of a decision on it; `judging` its worker includes the
  /// time of the last renewal.
  func isWhole(_ state: MissionState, judging: Bool = false) throws -> Bool {
    try positions(unreadOf: state, judging: judging).isEmpty
  }

  /// A mission's events that could not be folded and may have moved facts of a decision on it,
  /// whatever was folded after them.
  func unread(of state: MissionState) throws -> [RecordedEvent] {
    try positions(unreadOf: state, judging: false).compactMap(event(at:))
  }

  private func positions(unreadOf state: MissionState, judging: Bool) throws -> [Int64] {
    try unfolded(of: state.facts.dispatchPosition) { type in
      MissionEventType.settles(type) || judging && MissionEventType.renews(type)
    }
  }

  /// Refuses a decision that would leave out these events.
  ///
  /// - Throws: `event_schema_too_new`, or `ledger_corrupt` for an event that this build should be
  ///   able to read.
  func refuse(unread events: [RecordedEvent]) throws(MissionError) {
    guard let event = events.first else { return }
    guard event.schema <= upcasting.schema(of: event.type) else {
      throw .newerSchema(type: event.type, schema: event.schema, at: event.id)
    }
    throw MissionError(
      .ledgerCorrupt,
      "\(event.id), a \(event.type), breaks the rules of its type, so the mission's present state "
        + "is unknown: `missionlog projections` shows what is wrong with it"
    )
  }
}

extension MissionEventType {
  /// Whether an event of a type may have moved facts of decisions on a mission.
  static func settles(_ type: String) -> Bool { named(type)?.settles ?? false }
  /// Whether an event of a type may have renewed a lease.
  fileprivate static func renews(_ type: String) -> Bool { named(type)?.renews ?? false }
}
