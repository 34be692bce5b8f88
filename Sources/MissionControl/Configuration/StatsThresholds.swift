/// The limits that `stats --check` holds a window of history against.
package struct StatsThresholds: Hashable, Sendable {
  package var failureRate = 0.25
  package var fallbackRate = 0.25
  package var reconciliationRate = 0.05
  package var lockRetryRate = 0.01
  package var starvationSeconds = 3_600.0
  package var bridgeLagSeconds = 60.0
}
