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
