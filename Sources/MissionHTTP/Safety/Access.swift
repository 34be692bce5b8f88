import MissionControl

/// The callers that a route admits.
enum Access: Hashable, Sendable {
  /// Anyone who reaches the server, without a token.
  case everybody
  /// A bearer whose token has this scope, or `admin`.
  case scope(Scope)
  /// The bearer of any token; the code behind the route checks its scopes.
  case anyBearer
}
