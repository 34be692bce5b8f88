package import MissionModel

/// Which of a running bridge's errors are news: what stops a ledger is told once for as long as it lasts.
package struct BridgeNews: Sendable {
  private var errors: [String: String] = [:]

  package init() {}

  /// Takes note of what a step says of each ledger, and answers what is new: what stops one now, or nil where it goes
  /// on.
  ///
  /// A step that failed as a whole, and one that went, says it of the runtime ledger, which every step writes.
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
