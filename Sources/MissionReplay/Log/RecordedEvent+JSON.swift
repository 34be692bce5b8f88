package import CanonicalJSON
package import EventLog
import Platform

extension RecordedEvent: JSONWritable {
  /// Writes the event as every door shows it: its id, its envelope and its payload.
  package func write(into writer: inout JSONWriter) {
    writer.object { writeMembers(into: &$0) }
  }

  /// Writes its members: those of the envelope, and the payload.
  package func writeMembers(into writer: inout JSONWriter) {
    writeEnvelope(into: &writer)
    writer.field("payload", payload)
  }

  /// Writes the members of the envelope.
  package func writeEnvelope(into writer: inout JSONWriter) {
    writer.field("event_id", id.description)
    writer.field("ledger", ledger)
    writer.field("position", position)
    writer.field("stream", stream.string)
    writer.field("version", version)
    writer.field("type", type)
    writer.field("schema", schema)
    writer.field("recorded_at", recordedAt.description)
    writer.field("occurred_at", occurredAt?.description)
    writer.field("actor", actor)
    writer.field("causation", causation?.description)
    writer.field("request_id", requestID)
    writer.field("trace_id", traceID)
  }
}
