package import Platform

/// How far the worker says it is.
package struct MissionProgress: Hashable, Sendable {
  package var at: Instant
  package var summary: String?
  package var percent: Millionths?

  /// Makes a progress.
  package init(at: Instant, summary: String?, percent: Millionths?) {
    self.at = at
    self.summary = summary
    self.percent = percent
  }
}
