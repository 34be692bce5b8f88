package import EventLog

/// The actor of events that come through a server: `token:` and the token's name.
package enum TokenActor {
  private static let prefix = "token:"

  /// The actor for the bearer of a token.
  package static func name(of token: String) -> String { prefix + token }

  /// Whether an actor is the bearer of a token other than those in `tokens`.
  package static func isToken(_ actor: String, besides tokens: Set<String>) -> Bool {
    actor.hasPrefix(prefix) && !tokens.contains { name(of: $0) == actor }
  }

  /// Whether an event came through a server.
  package static func made(_ event: RecordedEvent) -> Bool { event.actor.hasPrefix(prefix) }
}
