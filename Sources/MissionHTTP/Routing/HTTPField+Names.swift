import HTTPTypes
import MissionControl

extension HTTPField.Name {
  /// The client's own name for a command, by which it may be sent again.
  static let idempotencyKey = named(HeaderName.idempotencyKey)
  /// A further one beside that which the request's authority was taken from.
  static let secondHost = named("Host")
  static let requestID = named("X-Request-Id")
  /// The session whose feed a caller's missions answer into.
  static let session = named(HeaderName.session)
  /// What the reader of an answer should know whose body has no place for it.
  static let warnings = named(HeaderName.warnings)
  static let traceParent = named("traceparent")
  static let contentSecurityPolicy = named("Content-Security-Policy")
  static let contentTypeOptions = named("X-Content-Type-Options")
  static let referrerPolicy = named("Referrer-Policy")
  static let resourcePolicy = named("Cross-Origin-Resource-Policy")
  static let lastEventID = named("Last-Event-ID")

  /// The name of a header that the package of types doesn't know; every one here is a valid token.
  private static func named(_ name: String) -> HTTPField.Name {
    guard let field = HTTPField.Name(name) else {
      preconditionFailure("\(name) is no name of a header")
    }
    return field
  }
}
