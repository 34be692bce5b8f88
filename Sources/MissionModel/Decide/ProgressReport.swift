package import CanonicalJSON

/// A worker's progress: at least one of its parts.
package struct ProgressReport: Hashable, Sendable {
  package var summary: String?
  package var percent: Double?
  package var usage: Usage?
  package var detail: JSONText?

  /// Makes a report.
  package init(
    summary: String? = nil, percent: Double? = nil, usage: Usage? = nil, detail: JSONText? = nil
  ) {
    self.summary = summary
    self.percent = percent
    self.usage = usage
    self.detail = detail
  }
}
