import MissionControl

/// Who may call a route.
enum Access: Hashable, Sendable {
  /// Whoever reaches the server, without a token.
  case everybody
  /// A bearer whose token has this scope, or `admin`.
  case scope(Scope)
  /// The bearer of any token; what is behind the route looks at its scopes.
  case anyBearer
}
