/// A worker's report that it failed.
package struct FailureReport: Hashable, Sendable {
  package var error: String
  package var failureMode: FailureMode
  package var outcome: MissionOutcome

  /// Makes a report.
  package init(
    error: String, failureMode: FailureMode = .selfReported,
    outcome: MissionOutcome = MissionOutcome()
  ) {
    self.error = error
    self.failureMode = failureMode
    self.outcome = outcome
  }
}
