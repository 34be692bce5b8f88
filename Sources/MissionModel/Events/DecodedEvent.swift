package import CanonicalJSON
package import EventLog
import EventProjections

/// One event as the folds of a ledger take it: what was stored, and what it says.
///
/// An object, since it is large, never changes, and goes through many hands.
package final class DecodedEvent: Sendable {
  /// The event as the log holds it, without its payload.
  package let event: RecordedEvent
  /// What it says.
  package let content: Content

  init(event: consuming RecordedEvent, content: Content) {
    self.event = event
    self.content = content
  }

  /// What an event says, by the kind of stream that it is for.
  package enum Content: Sendable {
    case mission(MissionEvent)
    case session(SessionEvent)
    case queue(QueueEvent)
    case runtime(RuntimeEvent)
    /// Something that concerns none of them.
    case other
    /// An event of one of these whose payload breaks the rules of its type.
    case unreadable(JSONError)
  }
}

/// Reads each event of a ledger once, for all its folds, as far as they need it.
package struct LedgerDecoder: EventDecoder {
  private let upcasting: Upcasting

  /// Makes the decoder of a program that brings older payloads to the shapes that it knows by these chains.
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
