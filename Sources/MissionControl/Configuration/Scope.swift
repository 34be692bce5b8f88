/// A permission of a token's bearer.
package enum Scope: String, CaseIterable, Hashable, Sendable {
  /// To ask any question.
  case read
  /// To do anything that an orchestrator does to missions and feeds.
  case dispatch
  /// To do anything that a worker does to missions and to its session.
  case work
  /// To do everything.
  case admin
}
