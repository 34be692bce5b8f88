import MissionModel
import Testing

@Test func whatIsUsedUpIsSaidInPlainNumbers() {
  let budget = Budget(maxRuntimeMinutes: Millionths(micros: 0), maxCostUSD: Millionths(micros: 0))
  let usage = Usage(runtimeSeconds: Millionths(micros: 2_000_000))
  #expect(
    budget.breach(by: usage) == "max_runtime_minutes 0 is used up: it ran for 2 seconds")
  #expect(
    budget.breach(by: Usage(costUSD: Millionths(micros: 500_000)))
      == "max_cost_usd 0 is used up: 0.5 was reported")
}
