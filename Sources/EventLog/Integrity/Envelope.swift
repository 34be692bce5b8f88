/// Everything in an event but its payload, in the form that rows hold.
struct Envelope: Sendable {
  var position: Int64
  var stream: StreamEntry
  var version: Int64
  var type: InternedName
  var schema: Int64
  var recordedAt: Int64
  var occurredAt: Int64?
  var actor: InternedName
  var causation: String?
  var requestID: String?
  var traceID: String?
}
