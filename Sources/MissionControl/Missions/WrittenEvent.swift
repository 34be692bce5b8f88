import CanonicalJSON
import MissionModel

/// An event whose payload was written before its transaction, in which every other writer of the
/// ledger waits.
///
/// A decision hands the event on as it came, so one that equals it has the same payload. A class,
/// since a transaction that holds it is copied.
final class WrittenEvent: Sendable {
  let event: MissionEvent
  let payload: JSONText

  /// Writes the event's payload.
  init(_ event: MissionEvent) {
    self.event = event
    payload = event.payload
  }
}
