/// The shortest story of a broken promise: stimuli are taken away as long as the same promise still
/// breaks.
package enum Shrinker {
  /// The most worlds that are tried.
  private static let tries = 120

  /// Finds a smaller plan that breaks what the seed's own plan breaks, and what happens in it.
  ///
  /// Delta debugging over the stimuli: halves, quarters and so on down to single ones.
  package static func shrink(
    seed: UInt64, steps: Int, in shelter: Shelter
  ) async throws -> (stimuli: Int, outcome: Simulation.Outcome) {
    var plan = Plan(seed: seed)
    var outcome = try await Simulation.run(plan, steps: steps, in: shelter, records: true)
    guard let promise = outcome.violation?.promise else { return (plan.items.count, outcome) }
    var size = max(1, plan.items.count / 2)
    var left = tries
    while left > 0 {
      var start = 0
      var didShrink = false
      while start < plan.items.count, left > 0 {
        var smaller = plan
        smaller.items.removeSubrange(start..<min(start + size, plan.items.count))
        left -= 1
        let tried = try await Simulation.run(smaller, steps: steps, in: shelter, records: true)
        if tried.violation?.promise == promise {
          (plan, outcome, didShrink) = (smaller, tried, true)
        } else {
          start += size
        }
      }
      if size == 1, !didShrink { break }
      size = max(1, size / 2)
    }
    return (plan.items.count, outcome)
  }
}
