import CMemoryDisk
import Foundation
import MissionSimulation

/// Runs simulated worlds: each seed twice, with equal traces, and every promise checked after every
/// step.
///
/// Exit codes: 0 all kept, 1 a promise was broken or a milestone never reached, 64 bad arguments.
@main
struct Simulate {
  static func main() async throws {
    let arguments = try Arguments(CommandLine.arguments.dropFirst())
    // No other process reads these ledgers, and a system call for each page would take longer than
    // all else.
    guard memory_disk_install() == 1 else { fatalError("SQLite can't be set up") }
    if arguments.shows { return try await show(arguments) }
    let started = Date()
    let report = try await Campaign(arguments).run()
    let seconds = Date().timeIntervalSince(started)
    print(report.summary(seconds: seconds))
    if let broken = report.broken { try await tell(broken, arguments) }
    let missing = report.missing
    if arguments.demandsMilestones, report.broken == nil, !missing.isEmpty {
      print("never reached:")
      for milestone in missing { print("  \(milestone.rawValue)") }
      exit(1)
    }
    exit(report.broken == nil ? 0 : 1)
  }

  /// Prints what happens in one world.
  private static func show(_ arguments: Arguments) async throws {
    let shelter = try await Shelter()
    let outcome = try await Simulation.run(
      seed: arguments.from, steps: arguments.steps, in: shelter, records: true)
    for line in outcome.lines { print(line) }
    print(outcome.violation.map { "BROKEN \($0)" } ?? "kept")
    exit(outcome.violation == nil ? 0 : 1)
  }

  /// The most lines of a story that are printed.
  private static let longest = 160

  /// Prints the shortest story of a broken promise, and how to see it again.
  private static func tell(_ broken: Campaign.Broken, _ arguments: Arguments) async throws {
    print("seed \(broken.seed) breaks a promise: \(broken.what)")
    if arguments.isTerse { return }
    let shelter = try await Shelter()
    let (stimuli, outcome) = try await Shrinker.shrink(
      seed: broken.seed, steps: arguments.steps, in: shelter)
    print("\nthe shortest story of it that was found, of \(stimuli) stimuli:")
    if outcome.lines.count > longest { print("  … (see it whole by the last line below)") }
    for line in outcome.lines.suffix(longest) { print(line) }
    print(outcome.violation.map { "BROKEN \($0)" } ?? "it does not break alone")
    print("\nagain: tools/simulate --seeds 1 --from \(broken.seed) --steps \(arguments.steps)")
    print("whole: tools/simulate --show --from \(broken.seed) --steps \(arguments.steps)")
  }
}
