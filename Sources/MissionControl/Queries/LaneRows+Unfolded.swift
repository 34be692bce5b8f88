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
    let key = state.facts.dispatchPosition
    return try missions { try $0.unfolded(of: key) }.allSatisfy { position in
      guard let type = try event(at: position).flatMap({ MissionEventType.named($0.type) }) else {
        return true
      }
      return !type.settles && !(judging && type.renews)
    }
  }

  /// Throws what stands in the way of a decision that would leave out these events.
  ///
  /// - Throws: `event_schema_too_new`, or `ledger_corrupt` for an event that this build should be able to read.
  func refuse(unfolded events: [RecordedEvent]) throws(MissionError) {
    guard let event = events.first(where: \.settlesMissions) else { return }
    guard event.schema <= upcasting.schema(of: event.type) else {
      throw .newerSchema(type: event.type, schema: event.schema, at: event.id)
    }
    throw MissionError(
      .ledgerCorrupt,
      "\(event.id), a \(event.type), breaks the rules of its type, so that what the mission is by now is "
        + "not known: missionlog projections says what is wrong with it")
  }
}

extension RecordedEvent {
  /// Whether it may have moved what decisions on a mission stand on.
  fileprivate var settlesMissions: Bool { MissionEventType.named(type)?.settles ?? false }
}
