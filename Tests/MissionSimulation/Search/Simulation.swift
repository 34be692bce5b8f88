import Platform

/// Simulated worlds, each a pure function of its seed.
package enum Simulation {
  /// How one world ended.
  package struct Outcome: Sendable {
    /// The promise that it broke; nil where it kept all.
    package let violation: Violation?
    /// A hash of all that it did: the same for the same seed.
    package let digest: UInt64
    package let steps: Int
    package let reached: Set<Milestone>
    /// What it did, where that was wanted.
    package let lines: [String]
  }

  /// Runs the world of a seed.
  ///
  /// Where it has been run before, to see whether it is the same again, the folds and the whole log
  /// need not be held against it in the end: what was equal in every event and root is equal in
  /// these too.
  package static func run(
    seed: UInt64, steps: Int, in shelter: Shelter, records: Bool = false, isAgain: Bool = false
  ) async throws -> Outcome {
    try await run(Plan(seed: seed), steps: steps, in: shelter, records: records, isAgain: isAgain)
  }

  /// Runs the world of a plan in a new home.
  static func run(
    _ plan: Plan, steps: Int, in shelter: Shelter, records: Bool = false, isAgain: Bool = false
  ) async throws -> Outcome {
    // A world is one thread's: to hand each call to another and wait for it takes longer than the
    // call.
    try await BlockingPool.$runsOnCaller.withValue(true) {
      try await runHere(plan, steps: steps, in: shelter, records: records, isAgain: isAgain)
    }
  }

  private static func runHere(
    _ plan: Plan, steps: Int, in shelter: Shelter, records: Bool, isAgain: Bool
  ) async throws -> Outcome {
    try shelter.makeHome()
    let world = try World(plan, in: shelter, records: records)
    var violation: Violation?
    do {
      try await world.run(steps: steps)
      if !isAgain { try await world.checkWhole() }
    } catch let broken as Violation {
      violation = broken
    } catch {
      violation = Violation("Nothing fails but as the contract says", "\(error)")
    }
    world.closeFleets()
    return Outcome(
      violation: violation, digest: world.trace.digest.value, steps: world.steps,
      reached: world.reached, lines: world.trace.lines)
  }
}
