import ArgumentParser
import MissionTools

/// `stats`: what the fleet did within a window.
struct StatsCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Show the figures of a time window, and check them against thresholds.",
    discussion: """
      Shows counts, run times of completed missions, queue times, failures, verdicts of the \
      reconciler, lock waits, sizes and the longest waits. The thresholds are under 'stats' in \
      config.yaml.

      Exit: 0; with --check, 1 if a threshold is exceeded or a ledger can't be read.

      Example, a day after a deployment:
        missionlog stats --window 24h --check
      """)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How far back, up to 365d: 90m, 7d (default: 24h).", valueName: "duration"),
    transform: DurationInput.argument)
  var window: DurationInput?

  @Flag(help: "Exit with 1 if a threshold is exceeded or a ledger can't be read.")
  var check = false

  @OptionGroup var asOf: AsOfOption

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(at place: some Workplace) async throws -> Exit {
    let place = try await place.asOf(asOf)
    let answer = try await place.ask(
      ShowStats.self, of: .fleet(path: "stats"),
      ["window": window.map { JSONInput.number($0.seconds) }])
    let exit = check ? try answer.exit { try !$0.texts("exceeded").isEmpty } : .success
    return try place.invocation.showPage(answer, exit: exit) {
      try StatsPage(stats: $0, page: $1).write()
    }
  }
}
