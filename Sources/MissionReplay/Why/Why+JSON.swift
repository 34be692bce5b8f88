package import CanonicalJSON
import EventLog
import MissionModel
import Platform

extension Why: JSONWritable {
  /// The separator of two rules in their joined text.
  static let ruleSeparator = "; "

  /// Writes the explanation, with the live observation marked as no part of it.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in writeMembers(into: &writer) }
  }

  /// Writes the members of the explanation.
  package func writeMembers(into writer: inout JSONWriter) {
    switch subject {
    case .mission(let id): writer.field("mission_id", id.rawValue)
    case .session(let id): writer.field("session_id", id.description)
    }
    writer.field("status", status)
    writer.field("effective_status", effectiveStatus)
    writer.field("status_basis", basis?.rawValue)
    writer.field("stale", staleReason != nil)
    writer.field("stale_reason", staleReason?.rawValue)
    writer.field("rule", rules.map(\.description).joined(separator: Self.ruleSeparator))
    writer.field("now", now.description)
    writer.field(
      "policy",
      object: { writer in
        writer.field("lease_ttl", policy.leaseTTL)
        writer.field("cancel_grace", policy.cancelGrace)
        writer.field("stale_session_seconds", policy.staleSessionSeconds)
        writer.field("stale_mission_seconds", policy.staleMissionSeconds)
      })
    writer.field("event_ids", events.map(\.eventID.description))
    writer.field("events", events)
    writer.field("live_observation", live)
    writer.field("reconciler", outlook)
  }
}

extension Why.Decisive: JSONWritable {
  /// Writes the event in short.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("event_id", eventID.description)
      writer.field("type", type)
      writer.field("at", at.description)
      writer.field("summary", summary.text)
    }
  }
}
