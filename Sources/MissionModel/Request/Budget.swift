/// The resources that a mission may use, enforced by its worker; nil is no limit, and zero is zero.
package struct Budget: Hashable, Sendable {
  /// Minutes by the clock, without the time spent blocked.
  package var maxRuntimeMinutes: Millionths?
  /// Calls of a language model, as reported.
  package var maxLLMCalls: Int64?
  /// Dollars, as reported.
  package var maxCostUSD: Millionths?

  /// A budget without limits.
  package static let unlimited = Budget()

  /// Makes a budget.
  package init(
    maxRuntimeMinutes: Millionths? = nil, maxLLMCalls: Int64? = nil, maxCostUSD: Millionths? = nil
  ) {
    self.maxRuntimeMinutes = maxRuntimeMinutes
    self.maxLLMCalls = maxLLMCalls
    self.maxCostUSD = maxCostUSD
  }

  /// Names the first limit that `usage` passes, with a sentence for the failure; nil while within.
  package func breach(by usage: Usage) -> String? {
    if let limit = maxRuntimeMinutes, let used = usage.runtimeSeconds,
      used.micros > limit.micros.multipliedReportingOverflow(by: 60).partialValue
    {
      return "max_runtime_minutes \(PlainNumber.text(limit.value)) is used up: it ran for "
        + "\(PlainNumber.text(used.value)) seconds"
    }
    if let limit = maxLLMCalls, let used = usage.llmCalls, used > limit {
      return "max_llm_calls \(limit) is used up: \(used) calls were reported"
    }
    if let limit = maxCostUSD, let used = usage.costUSD, used > limit {
      return "max_cost_usd \(PlainNumber.text(limit.value)) is used up: "
        + "\(PlainNumber.text(used.value)) was reported"
    }
    return nil
  }
}
