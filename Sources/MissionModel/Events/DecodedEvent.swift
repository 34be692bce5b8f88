package import CanonicalJSON
package import EventLog
import EventProjections

/// One event as the folds of a ledger take it: the stored envelope, and the decoded content.
///
/// A class, since it is large, never changes, and is passed through many hands.
package final class DecodedEvent: Sendable {
  /// The event as the log holds it, without its payload.
  package let event: RecordedEvent
  /// The decoded content.
  package let content: Content

  init(event: consuming RecordedEvent, content: Content) {
    self.event = event
    self.content = content
  }

  /// The content of an event, by the kind of its stream.
  package enum Content: Sendable {
    case mission(MissionEvent)
    case session(SessionEvent)
    case queue(QueueEvent)
    case runtime(RuntimeEvent)
    /// An event that concerns none of these.
    case other
    /// An event of one of these kinds whose payload breaks the rules of its type.
    case unreadable(JSONError)
  }
}

/// A decoder that reads each event of a ledger once for all its folds, as far as they need it.
package struct LedgerDecoder: EventDecoder {
  private let upcasting: Upcasting

  /// Makes a decoder that brings older payloads to the current shapes by these chains.
  package init(_ upcasting: Upcasting = .current) {
    self.upcasting = upcasting
  }

  package func decode(_ event: consuming RecordedEvent) -> DecodedEvent {
    let content = content(of: event)
    // The payload's memory serves the next event.
    event.payload = .emptyObject
    return DecodedEvent(event: event, content: content)
  }

  private func content(of event: borrowing RecordedEvent) -> DecodedEvent.Content {
    let (type, schema, payload) = (event.type, event.schema, event.payload)
    do throws(JSONError) {
      if type.hasPrefix(MissionEventType.prefix) {
        return .mission(
          try MissionEvent(
            type: type, schema: schema, payload: payload, reading: .folded, upcasting: upcasting))
      }
      if type.hasPrefix(SessionEventType.prefix) {
        return .session(
          try SessionEvent(
            type: type, schema: schema, payload: payload, upcasting: upcasting))
      }
      if type.hasPrefix(QueueEventType.prefix) {
        return .queue(
          try QueueEvent(
            type: type, schema: schema, payload: payload, upcasting: upcasting))
      }
      if RuntimeEventType.prefixes.contains(where: type.hasPrefix) {
        return .runtime(
          try RuntimeEvent(
            type: type, schema: schema, payload: payload, upcasting: upcasting))
      }
      return .other
    } catch {
      return .unreadable(error)
    }
  }
}
