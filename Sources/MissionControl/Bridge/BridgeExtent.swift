import CanonicalJSON
import EventLog

/// The most that is read of a source in one go: a number of events, and of bytes of payloads, which
/// the last event may exceed.
struct BridgeExtent {
  private var events: Int
  private var bytes = 4 << 20

  init(events: Int) { self.events = events }

  /// Whether there is room for another event.
  var hasRoom: Bool { events > 0 && bytes > 0 }

  /// Takes note of an event that was looked at, and tells whether there is room for another.
  mutating func hasRoom(after event: RecordedEvent) -> Bool {
    take(event)
    return hasRoom
  }

  /// Takes note of an event that was looked at.
  mutating func take(_ event: RecordedEvent) {
    events -= 1
    bytes -= event.payload.bytes.count
  }
}
