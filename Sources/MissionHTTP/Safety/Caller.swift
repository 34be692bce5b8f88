package import MissionControl
import MissionModel

/// The bearer of a token: its name, from which events get their actor, and its scopes.
package struct Caller: Hashable, Sendable {
  /// The token's name.
  package let name: String
  /// What the token allows.
  package let scopes: Set<Scope>

  /// Makes a bearer.
  package init(name: String, scopes: Set<Scope>) {
    self.name = name
    self.scopes = scopes
  }

  /// The actor of its events.
  package var actor: String { TokenActor.name(of: name) }

  /// Whether the token includes a scope.
  package func may(_ scope: Scope) -> Bool { scopes.contains(scope) || scopes.contains(.admin) }

  /// Refuses a token that includes none of the wanted scopes, if any are wanted.
  func check(_ wanted: [Scope]) throws(MissionError) {
    guard wanted.isEmpty || wanted.contains(where: may) else {
      throw MissionError(
        .forbidden,
        "the token '\(name)' doesn't allow this: the call needs the scope "
          + wanted.map(\.rawValue).joined(separator: " or ") + ", the token has "
          + scopes.map(\.rawValue).sorted().joined(separator: ", "))
    }
  }
}
