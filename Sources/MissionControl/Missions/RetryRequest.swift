package import MissionModel

/// A request to try a mission again.
package struct RetryRequest: Hashable, Sendable {
  /// What to do differently this time.
  package var guidance: String?
  /// Whether it starts in an empty workspace.
  package var freshWorkspace = false
  /// The VP for it; nil for the original's.
  package var vp: VPID?

  package init() {}

  /// Whether it asks for nothing but another try.
  var isPlain: Bool { self == RetryRequest() }
}

/// The mission that takes up another's work.
package struct RetryResult: Sendable {
  package let mission: MissionView
  package let original: MissionID
  /// Whether this retry had been made before.
  package let replayed: Bool
  package let warnings: [Warning]
}
