import HTTPTypes
import MissionTools

/// The headers of requests, for the description.
extension Parameter {
  static let requestID = header(
    .requestID, .text(bytes: 1...128),
    "The request's name, which its answer repeats; what is no id is replaced.")
  static let sessionHeader = header(
    .session, .text(bytes: 0...256),
    "The session into whose feed the caller's missions answer; without it that is the token's.")
  static let traceParent = header(
    .traceParent, .text(bytes: 1...256), "The trace that the call is part of (W3C Trace Context).")
  static let idempotencyKey = header(
    .idempotencyKey, .reference,
    "The caller's own name for this call: sent again under it, it is carried out once.")
  static let lastEventID = header(
    .lastEventID, .text(bytes: cursorBytes),
    "For a stream: the id of the last event that the client has, after which it goes on.")
  static let range = header(
    .range, .text(bytes: 1...4_096), "The one part that is wanted, as in bytes=0-99.")
  static let ifRange = header(
    .ifRange, .text(bytes: 1...4_096), "The tag without which Range asks for the whole.")
  static let ifMatch = header(
    .ifMatch, .text(bytes: 1...4_096), "The tags of which the file must have one, else 412.")
  static let ifNoneMatch = header(
    .ifNoneMatch, .text(bytes: 1...4_096), "The tags that the client has, answered by 304.")

  private static func header(
    _ name: HTTPField.Name, _ kind: Kind, _ summary: String
  ) -> Parameter {
    Parameter(name.rawName, kind, summary)
  }
}

extension Route {
  /// Every header that the route obeys, except those of HTTP itself and of a mounted protocol.
  var allHeaders: [Parameter] {
    let ofCommand: [Parameter] = method == .post ? [.sessionHeader, .traceParent] : []
    return headers + ofCommand + [.requestID]
  }
}
