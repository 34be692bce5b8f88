import HTTPTypes
import MissionControl

extension HTTPField.Name {
  /// The client's own name for a command, under which it may be repeated.
  static let idempotencyKey = named(HeaderName.idempotencyKey)
  /// A further `Host`, beside the one that became the request's authority.
  static let secondHost = named("Host")
  static let requestID = named("X-Request-Id")
  /// The session whose feed gets the news of a caller's missions.
  static let session = named(HeaderName.session)
  /// The warnings of an answer whose body has no place for them.
  static let warnings = named(HeaderName.warnings)
  static let traceParent = named("traceparent")
  static let contentSecurityPolicy = named("Content-Security-Policy")
  static let contentTypeOptions = named("X-Content-Type-Options")
  static let referrerPolicy = named("Referrer-Policy")
  static let resourcePolicy = named("Cross-Origin-Resource-Policy")
  static let lastEventID = named("Last-Event-ID")

  /// Makes a header's name that the package of types doesn't have; all names here are valid tokens.
  private static func named(_ name: String) -> HTTPField.Name {
    guard let field = HTTPField.Name(name) else {
      preconditionFailure("\(name) is no name of a header")
    }
    return field
  }
}
