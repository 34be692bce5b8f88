/// Everything in an event but its payload, in the form that rows hold.
struct Envelope: Sendable {
  let position: Int64
  let stream: StreamEntry
  let version: Int64
  let type: InternedName
  let schema: Int64
  let recordedAt: Int64
  let occurredAt: Int64?
  let actor: InternedName
  let causation: String?
  let requestID: String?
  let traceID: String?
}
