import CanonicalJSON
import EventLog

/// How much of a source is looked at in one go: so many events, and no more bytes of payloads than these, but for the
/// last event's.
struct BridgeExtent {
  private var events: Int
  private var bytes = 4 << 20

  init(events: Int) { self.events = events }

  /// Takes note of an event that was looked at, and tells whether there is room for another.
  mutating func hasRoom(after event: RecordedEvent) -> Bool {
    events -= 1
    bytes -= event.payload.bytes.count
    return events > 0 && bytes > 0
  }
}
