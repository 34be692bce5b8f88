/// The resources that an attempt has used so far: cumulative from its claim on, never across
/// attempts.
package struct Usage: Hashable, Sendable {
  /// Seconds that it ran.
  package var runtimeSeconds: Millionths?
  /// Calls of a language model.
  package var llmCalls: Int64?
  /// Dollars.
  package var costUSD: Millionths?

  /// Makes a usage; nil means not reported.
  package init(
    runtimeSeconds: Millionths? = nil, llmCalls: Int64? = nil, costUSD: Millionths? = nil
  ) {
    self.runtimeSeconds = runtimeSeconds
    self.llmCalls = llmCalls
    self.costUSD = costUSD
  }

  /// Whether nothing was reported.
  package var isEmpty: Bool { runtimeSeconds == nil && llmCalls == nil && costUSD == nil }

  /// Whether a figure is below zero, which is impossible.
  var isBelowZero: Bool {
    (runtimeSeconds?.micros ?? 0) < 0 || (llmCalls ?? 0) < 0 || (costUSD?.micros ?? 0) < 0
  }

  /// Takes a later report over this one, keeping the figures that the later one doesn't have.
  package func updated(by later: Usage?) -> Usage {
    guard let later else { return self }
    return Usage(
      runtimeSeconds: later.runtimeSeconds ?? runtimeSeconds,
      llmCalls: later.llmCalls ?? llmCalls,
      costUSD: later.costUSD ?? costUSD)
  }
}
