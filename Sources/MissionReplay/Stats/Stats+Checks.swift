import MissionControl
import MissionModel

extension Stats {
  /// One threshold, and the figure that it limits.
  package struct Check: Hashable, Sendable {
    /// The unit of the figure.
    package enum Unit: Hashable, Sendable {
      /// A share from 0 to 1.
      case share
      /// Seconds.
      case seconds
    }

    /// The threshold's key in the configuration, after `stats.`.
    package let name: String
    /// The figure; nil where there was nothing to measure.
    package let value: Double?
    /// The highest acceptable figure.
    package let threshold: Double
    /// The arguments of the command for details, after `missionlog`.
    package let nextCommand: [String]

    /// The unit of a check's figure: rates are shares, the others lengths of time.
    package static func unit(of name: String) -> Unit {
      name.hasSuffix("_rate") ? .share : .seconds
    }

    /// Whether the figure is above the threshold.
    package var isExceeded: Bool { value.map { $0 > threshold } ?? false }

    /// A length of time as a command takes it, in its largest whole unit.
    private static func words(seconds: Int) -> String {
      let units = [(86_400, "d"), (3_600, "h"), (60, "m")]
      let unit = units.first { seconds > 0 && seconds.isMultiple(of: $0.0) } ?? (1, "s")
      return "\(seconds / unit.0)\(unit.1)"
    }

    /// Compares figures with every threshold.
    static func all(of stats: Stats, _ limits: StatsThresholds) -> [Check] {
      let (work, window) = (stats.work, Self.words(seconds: Int(stats.windowSeconds.rounded(.up))))
      func log(_ type: MissionEventType) -> [String] {
        ["log", "--type", type.rawValue, "--since", window]
      }
      // The wait at an unreadable source is unknown: then the lag counts only if the readable ones
      // exceed the limit.
      let isBlind = stats.bridge?.sources.contains { $0.lagSeconds == nil } ?? false
      let lag = stats.bridgeLagSeconds.flatMap {
        isBlind && $0 <= limits.bridgeLagSeconds ? nil : $0
      }
      let oldest = stats.starving.max { $0.waitingSeconds < $1.waitingSeconds }
      return [
        Check(
          name: "failure_rate", value: work.failureRate,
          threshold: limits.failureRate, nextCommand: ["list", "--status", "failed"]),
        Check(
          name: "fallback_rate", value: work.fallbackRate,
          threshold: limits.fallbackRate, nextCommand: log(.fallback)),
        Check(
          name: "reconciliation_rate", value: work.reconciliationRate,
          threshold: limits.reconciliationRate, nextCommand: log(.reconciled)),
        Check(
          name: "lock_retry_rate", value: stats.locks.share,
          threshold: limits.lockRetryRate, nextCommand: ["doctor"]),
        Check(
          name: "starvation", value: oldest?.waitingSeconds,
          threshold: limits.starvationSeconds,
          nextCommand: oldest.map { ["why", $0.mission.state.facts.missionID.rawValue] } ?? ["vps"]),
        Check(
          name: "bridge_lag", value: lag,
          threshold: limits.bridgeLagSeconds, nextCommand: ["bridge", "status"]),
      ]
    }
  }

  /// The thresholds that are exceeded.
  package var exceeded: [Check] { checks.filter(\.isExceeded) }
}
