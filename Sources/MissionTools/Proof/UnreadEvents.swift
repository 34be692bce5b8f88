package import CanonicalJSON
import EventLog
import EventProjections
package import MissionModel

/// Events of a ledger that this build keeps but can't read, by type and schema.
package struct UnreadEvents: Sendable, JSONWritable {
  /// The ledger.
  package let ledger: String
  /// The events.
  package let unread: UnreadKind

  /// Counts a ledger's unreadable events; reads every page of its log.
  static func of(_ log: ProjectedLog, _ upcasting: Upcasting) async throws -> [UnreadEvents] {
    let name = log.log.name
    return try await log.log.read { try $0.kinds() }
      .compactMap { UnreadKind($0, upcasting) }
      .map { UnreadEvents(ledger: name, unread: $0) }
  }

  /// The events in a few words: `vp.mission.frozen (3)`, `vp.mission.progress of schema 4 (12)`.
  package var words: String {
    let kind = unread.kind
    let schema = unread.reason == .newerSchema ? " of schema \(kind.schema)" : ""
    return "\(kind.type)\(schema) (\(kind.events))"
  }

  /// Writes what they are, how many, and where.
  package func write(into writer: inout JSONWriter) {
    let kind = unread.kind
    writer.object { writer in
      writer.field("ledger", ledger)
      writer.field("type", kind.type)
      writer.field("schema", kind.schema)
      writer.field("reason", unread.reason.rawValue)
      writer.field("count", kind.events)
      writer.field("first_event_id", "\(ledger):\(kind.first)")
      writer.field("last_event_id", "\(ledger):\(kind.last)")
    }
  }
}
