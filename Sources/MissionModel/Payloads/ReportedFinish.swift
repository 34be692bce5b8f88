import Platform

/// A finish as its worker reported it, whatever the outcome of the report.
package struct ReportedFinish: Hashable, Sendable {
  /// Which of its three ends a worker reports.
  package enum Kind: String, Choice {
    case completed, failed, cancelled
  }

  package var kind: Kind
  package var outcome: MissionOutcome
  /// For a failure: its mode, and what went wrong.
  package var failureMode: FailureMode?
  package var error: String?
  /// For a cancel: the reason.
  package var reason: String?

  /// Makes a report.
  package init(
    kind: Kind, outcome: MissionOutcome = MissionOutcome(), failureMode: FailureMode? = nil,
    error: String? = nil, reason: String? = nil
  ) {
    self.kind = kind
    self.outcome = outcome
    self.failureMode = failureMode
    self.error = error
    self.reason = reason
  }

  /// Whether `other` reports the same; a report without a reason agrees with any.
  func saysTheSame(as other: ReportedFinish) -> Bool {
    kind == other.kind && outcome.saysTheSame(as: other.outcome)
      && failureMode == other.failureMode
      && error.map { ExactText($0) } == other.error.map { ExactText($0) }
      && (other.reason == nil
        || reason.map { ExactText($0) } == other.reason.map { ExactText($0) })
  }
}
