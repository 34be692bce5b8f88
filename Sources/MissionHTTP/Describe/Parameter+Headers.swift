import HTTPTypes
import MissionTools

/// The headers of requests, for the description.
extension Parameter {
  static let requestID = header(
    .requestID, .text(bytes: 1...128),
    "The request's id, which its answer repeats; an invalid one is replaced.")
  static let sessionHeader = header(
    .session, .text(bytes: 0...256),
    "The session whose feed gets the events of the caller's missions; the token's session if omitted."
  )
  static let traceParent = header(
    .traceParent, .text(bytes: 1...256), "The trace that the call is part of (W3C Trace Context).")
  static let idempotencyKey = header(
    .idempotencyKey, .reference,
    "The caller's own name for this call: calls with the same one are carried out once.")
  static let lastEventID = header(
    .lastEventID, .text(bytes: cursorBytes),
    "For a stream: the id of the client's last event; the stream continues after it.")
  static let range = header(
    .range, .text(bytes: 1...4_096), "The one part to send, such as bytes=0-99.")
  static let ifRange = header(
    .ifRange, .text(bytes: 1...4_096),
    "Range counts only if the file has this tag; else the whole is sent.")
  static let ifMatch = header(
    .ifMatch, .text(bytes: 1...4_096), "The file must have one of these tags, else 412.")
  static let ifNoneMatch = header(
    .ifNoneMatch, .text(bytes: 1...4_096),
    "The tags that the client has: a match is answered by 304.")

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
