package import MissionModel

/// Which of a running bridge's errors are news: what stops a ledger is told once for as long as it lasts.
package struct BridgeNews: Sendable {
  private var errors: [String: String] = [:]

  package init() {}

  /// Takes note of what stops a ledger, nil where nothing does, and answers whether that is another than before.
  package mutating func isNews(_ error: MissionError?, of ledger: String) -> Bool {
    defer { errors[ledger] = error?.message }
    return errors[ledger] != error?.message
  }
}
