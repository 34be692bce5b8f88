/// What a token allows its bearer.
package enum Scope: String, CaseIterable, Hashable, Sendable {
  /// Every question.
  case read
  /// Whatever an orchestrator does to missions and feeds.
  case dispatch
  /// Whatever a worker does to missions and to its session.
  case work
  /// Everything.
  case admin
}

/// Who may call a route.
enum Access: Hashable, Sendable {
  /// Whoever reaches the server, without a token.
  case everybody
  /// A bearer whose token has this scope, or `admin`.
  case scope(Scope)
  /// The bearer of any token; what is behind the route looks at its scopes.
  case anyBearer
}
