package import EventLog

/// Events of one type and schema that this build keeps and shows, but can't read.
package struct UnreadKind: Hashable, Sendable {
  /// Why they can't be read.
  package enum Reason: String, Sendable {
    /// The type is of a later build, or of another program.
    case unknownType = "unknown_type"
    /// The type is known, but the payload's shape is of a later build.
    case newerSchema = "event_schema_too_new"
  }

  /// The events.
  package let kind: EventKind
  /// Why they can't be read.
  package let reason: Reason

  /// Judges events of one type and schema; nil for those that this build reads.
  package init?(_ kind: EventKind, _ upcasting: Upcasting) {
    guard !kind.type.hasPrefix("log.") else { return nil }
    if !Self.isKnown(kind.type) {
      reason = .unknownType
    } else if kind.schema > upcasting.schema(of: kind.type) {
      reason = .newerSchema
    } else {
      return nil
    }
    self.kind = kind
  }

  private static func isKnown(_ type: String) -> Bool {
    MissionEventType.named(type) != nil || SessionEventType(rawValue: type) != nil
      || QueueEventType(rawValue: type) != nil || RuntimeEventType(rawValue: type) != nil
  }
}
