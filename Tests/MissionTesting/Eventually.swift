/// Waits until a condition comes true, for half a minute unless told otherwise; returns whether it
/// did.
///
/// The answer belongs into an `#expect`, so that a test which waits in vain fails, and still ends
/// what it began.
package func eventually(
  withinSeconds seconds: Double = 30, _ condition: () async throws -> Bool
) async throws -> Bool {
  let end = ContinuousClock.now + .seconds(seconds)
  while try await !condition() {
    if ContinuousClock.now > end { return false }
    try await Task.sleep(for: .milliseconds(5))
  }
  return true
}
