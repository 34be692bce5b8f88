import MissionSimulation
import Testing

/// A few worlds of the simulator; `tools/simulate` runs them by the thousand.
struct SimulationTests {
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func aWorldKeepsItsPromisesAndIsTheSameTwice(_ seed: UInt64) async throws {
    let shelter = try await Shelter()
    let first = try await Simulation.run(seed: seed, steps: 120, in: shelter)
    #expect(first.violation == nil)
    let second = try await Simulation.run(seed: seed, steps: 120, in: shelter)
    #expect(first.digest == second.digest)
  }
}
