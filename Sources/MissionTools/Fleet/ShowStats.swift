package import CanonicalJSON
package import MissionControl
package import MissionModel
package import MissionReplay

/// `stats`: what the fleet did within a window, held against the configured thresholds.
package struct ShowStats: FleetRequest {
  package static let summary = "Figures of a window: counts, durations, failures, locks, sizes."

  static let window = Parameter(
    "window", .number(1...31_536_000), standard: "86400", "Seconds back from now.")
  package static let parameters = [window, Parameter.asOf]

  /// How many seconds back from now are looked at.
  private let windowSeconds: Double

  package init(_ arguments: Arguments) throws(MissionError) {
    windowSeconds = try arguments.number(Self.window) ?? 86_400
  }

  package func check() throws(MissionError) {
    try Self.window.check(windowSeconds)
  }

  package func perform(_ context: ToolContext) async throws -> StatsAnswer {
    let (stats, warnings) = try await FleetStats(context.fleet).stats(windowSeconds: windowSeconds)
    return StatsAnswer(stats: stats, warnings: warnings)
  }
}

/// What `stats` answers.
package struct StatsAnswer: DescribedAnswer {
  package static let fields = [
    Field("since", .time), Field("until", .time), Field("window_seconds", .number),
    Field("durability", .text), Field("exceeded", .list(.text)),
    Field("checks", .list(.anyObject)), Field("counts", .anyObject), Field("rates", .anyObject),
    Field("failure_modes", .anyObject), Field("run_seconds", .anyObject),
    Field("queue_seconds", .anyObject), Field("locks", .anyObject),
    Field("starving", .list(.anyObject)), Field("bridge", .nullable(.anyObject)),
    Field("vps", .list(.anyObject)), Field("ledgers", .list(.anyObject)),
  ]

  /// The figures.
  package let stats: Stats
  package let warnings: [Warning]

  package var hint: String? {
    stats.exceeded.first.map { "missionlog " + $0.nextCommand.joined(separator: " ") }
  }

  package func write(into writer: inout JSONWriter) {
    stats.writeMembers(into: &writer)
  }
}
