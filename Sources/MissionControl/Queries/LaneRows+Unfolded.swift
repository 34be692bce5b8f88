import EventLog
import MissionModel
import MissionStore

/// Missions of whose events some could not be folded: they are of a newer build, or break the rules of their type.
///
/// What such an event says is not known, what it may say is: where it can't have moved anything that decisions stand on,
/// they go on as if it were folded.
extension LaneRows {
  /// Whether a mission's row says all that a decision on it stands on; to judge its worker, also when that last wrote.
  func isWhole(_ state: MissionState, judging: Bool = false) throws -> Bool {
    try positions(unreadOf: state, judging: judging).isEmpty
  }

  /// A mission's events that could not be folded and may have moved what a decision on it stands on, whatever was folded
  /// after them.
  func unread(of state: MissionState) throws -> [RecordedEvent] {
    try positions(unreadOf: state, judging: false).compactMap(event(at:))
  }

  private func positions(unreadOf state: MissionState, judging: Bool) throws -> [Int64] {
    try unfolded(of: state.facts.dispatchPosition) { type in
      MissionEventType.settles(type) || judging && MissionEventType.renews(type)
    }
  }

  /// Throws what stands in the way of a decision that would leave out these events.
  ///
  /// - Throws: `event_schema_too_new`, or `ledger_corrupt` for an event that this build should be able to read.
  func refuse(unread events: [RecordedEvent]) throws(MissionError) {
    guard let event = events.first else { return }
    guard event.schema <= upcasting.schema(of: event.type) else {
      throw .newerSchema(type: event.type, schema: event.schema, at: event.id)
    }
    throw MissionError(
      .ledgerCorrupt,
      "\(event.id), a \(event.type), breaks the rules of its type, so that what the mission is by now is "
        + "not known: missionlog projections says what is wrong with it")
  }
}

extension MissionEventType {
  /// Whether an event of a type may have moved what decisions on a mission stand on.
  static func settles(_ type: String) -> Bool { named(type)?.settles ?? false }
  /// Whether it may have renewed a lease.
  fileprivate static func renews(_ type: String) -> Bool { named(type)?.renews ?? false }
}
