import CanonicalJSON
import MissionModel

/// An event whose payload was written before its transaction, in which every other writer of the
/// ledger waits.
final class WrittenEvent: Sendable {
  let event: MissionEvent
  let payload: JSONText

  /// Writes the event's payload.
  init(_ event: MissionEvent) {
    self.event = event
    payload = event.payload
  }
}
