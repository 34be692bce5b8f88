package import MissionModel

/// A filter of a running bridge's errors: an error that stops a ledger is told once for as long as
/// it lasts.
package struct BridgeNews: Sendable {
  private var errors: [String: String] = [:]

  package init() {}

  /// Notes the outcome of a step for each ledger, and returns the changes: the error that stops a
  /// ledger now, or nil where it goes on.
  ///
  /// The runtime ledger, which every step writes, fails with a step that fails as a whole, and goes
  /// on with any other.
  package mutating func news(
    of step: Result<BridgeStep, MissionError>
  ) -> [(ledger: String, error: MissionError?)] {
    let runtime = LaneSettings.runtimeName
    let told: [(ledger: String, error: MissionError?)] =
      switch step {
      case .failure(let error): [(runtime, error)]
      case .success(let step): [(runtime, nil)] + step.sources.map { ($0.ledger, $0.error) }
      }
    return told.filter { isNews($0.error, of: $0.ledger) }
  }

  private mutating func isNews(_ error: MissionError?, of ledger: String) -> Bool {
    defer { errors[ledger] = error?.message }
    return errors[ledger] != error?.message
  }
}
