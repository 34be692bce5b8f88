import MissionSimulation
import Synchronization

/// The seeds that are still to be run, first come first served.
private final class Line: Sendable {
  private let seeds: Mutex<ArraySlice<UInt64>>

  init(_ seeds: [UInt64]) { self.seeds = Mutex(seeds[...]) }

  func next() -> UInt64? { seeds.withLock { $0.popFirst() } }

  func close() { seeds.withLock { $0 = [] } }
}

/// Many worlds, as many at once as there are jobs, until one breaks a promise.
struct Campaign: Sendable {
  /// A seed whose world broke a promise, or was another world the second time.
  struct Broken: Sendable {
    let seed: UInt64
    let what: String
  }

  /// What came of a campaign.
  struct Report: Sendable {
    var worlds = 0
    var steps = 0
    var reached: Set<Milestone> = []
    var broken: Broken?

    /// The milestones that no world has reached.
    var missing: [Milestone] { Milestone.allCases.filter { !reached.contains($0) } }

    /// One line for a person.
    func summary(seconds: Double) -> String {
      let rounded = (seconds * 10).rounded() / 10
      return "\(worlds) worlds, \(steps) steps in \(rounded) s, "
        + "\(reached.count) of \(Milestone.allCases.count) milestones"
    }
  }

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  /// Runs the campaign.
  func run() async throws -> Report {
    let seeds =
      arguments.oldSeeds + (0..<arguments.seeds).map { arguments.from + $0 }
    let line = Line(seeds)
    let reports = try await withThrowingTaskGroup(of: Report.self) { group in
      for _ in 0..<arguments.jobs {
        group.addTask {
          let shelter = try await Shelter()
          var report = Report()
          while let seed = line.next() {
            try await run(seed, in: shelter, &report)
            // The others end with the world that they are at.
            if report.broken != nil { line.close() }
          }
          return report
        }
      }
      var reports: [Report] = []
      for try await report in group { reports.append(report) }
      return reports
    }
    return reports.reduce(into: Report()) { sum, report in
      sum.worlds += report.worlds
      sum.steps += report.steps
      sum.reached.formUnion(report.reached)
      if let broken = report.broken, broken.seed < sum.broken?.seed ?? .max { sum.broken = broken }
    }
  }

  private func run(_ seed: UInt64, in shelter: Shelter, _ report: inout Report) async throws {
    let outcome = try await Simulation.run(seed: seed, steps: arguments.steps, in: shelter)
    report.worlds += 1
    report.steps += outcome.steps
    report.reached.formUnion(outcome.reached)
    if let violation = outcome.violation {
      report.broken = Broken(seed: seed, what: violation.description)
      return
    }
    guard !arguments.runsOnce else { return }
    let again = try await Simulation.run(
      seed: seed, steps: arguments.steps, in: shelter, isAgain: true)
    report.worlds += 1
    report.steps += again.steps
    if again.digest != outcome.digest {
      report.broken = Broken(seed: seed, what: "The same seed makes the same world, and here not")
    }
  }
}
