package import Platform

/// The progress that the worker reports.
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
