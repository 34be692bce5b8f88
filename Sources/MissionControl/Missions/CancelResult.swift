package import MissionModel

/// The outcome of a cancel.
package struct CancelResult: Sendable {
  package let mission: MissionView
  /// Whether it had been cancelled, or asked to, before.
  package let already: Bool
  package let warnings: [Warning]
}
