import HTTPTypes
import MissionControl
import MissionModel
import MissionTools
import Platform

/// The facts about a call in a request's headers: its id, its session, its trace.
enum CallHeaders {
  /// The request's id: the client's own if it is valid, else a new one.
  static func id(_ fields: HTTPFields, _ randomness: Randomness) -> String {
    if let given = fields[.requestID], ReferenceRules.isID(given) { return given }
    return newID(randomness)
  }

  /// A new id.
  static func newID(_ randomness: Randomness) -> String {
    String(Digest(of: randomness.bytes(16).span).description.prefix(24))
  }

  /// The context of a call.
  ///
  /// - Throws: `validation_error` for a session or a key that is not a reference, or that comes
  ///   more than once.
  static func call(
    _ caller: Caller?, _ fields: HTTPFields, id: String
  ) throws(MissionError) -> CallContext {
    guard let caller else { return CallContext(actor: "anonymous", requestID: id) }
    let session = try fields.single(.session)
    if let session, !session.isEmpty, !ReferenceRules.isReference(session) {
      throw MissionError.validation(
        "\(HeaderName.session) must be 1 to 256 bytes without control characters",
        field: HeaderName.session)
    }
    // W3C Trace Context: more than one header counts as none; a bad trace never fails a call.
    let traces = fields[values: .traceParent]
    // An empty session stands for none: a person at a command line.
    var call = CallContext(
      actor: caller.actor, sourceSessionID: session == "" ? nil : session ?? caller.actor,
      requestID: id,
      traceID: traces.count == 1 ? TraceParent(traces[0])?.traceID : nil)
    if let key = try fields.single(.idempotencyKey) {
      guard ReferenceRules.isReference(key) else {
        throw MissionError.validation(
          "\(HeaderName.idempotencyKey) must be 1 to 256 bytes without control characters",
          field: HeaderName.idempotencyKey)
      }
      call.requestID = key
      call.isRepeatable = true
    }
    return call
  }
}
