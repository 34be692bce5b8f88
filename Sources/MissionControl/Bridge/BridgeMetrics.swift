import EventLog
import EventProjections
package import MissionModel
import MissionStore
package import Platform

/// How the bridge stands: its settings, and each source.
package struct BridgeMetrics: Sendable {
  /// Whether servers run it.
  package let isEnabled: Bool
  /// The longest time between two looks at a source, in seconds.
  package let intervalSeconds: Double
  /// The sources, by ledger.
  package let sources: [Source]
  package let warnings: [Warning]

  /// How the bridge stands in one source.
  package struct Source: Sendable {
    /// The cursor with its totals.
    package let cursor: SourceCursor
    /// The source's last position; nil where it can't be read.
    package var head: Int64?
    /// When the oldest event that waits to be delivered was recorded; nil where none waits.
    package var waitingSince: Instant?
    /// How long that event has waited, in seconds; 0 where none waits, nil where the source can't be read.
    package var lagSeconds: Double?
    /// How often carrying from it failed, as far as whoever asks knows.
    package var errorsTotal: Int64 = 0
    /// Why nothing is carried from it.
    package var lastError: MissionError?

    /// How many events lie beyond the cursor.
    package var backlog: Int64? { head.map { max(0, $0 - cursor.position) } }
  }
}

extension Fleet {
  /// How the bridge stands in every source; with a running bridge, what failed in its life too.
  package func bridgeMetrics(of bridge: Bridge? = nil) async throws -> BridgeMetrics {
    try await pool.run {
      let rows = try self.readRuntimeBlocking { try $0.cursors() } ?? []
      let failures = bridge?.failures ?? [:]
      let sources = self.missionLedgers.sorted { $0.lane.name < $1.lane.name }.map { ledger in
        let name = ledger.lane.name
        var source = BridgeMetrics.Source(
          cursor: rows.first { $0.ledger == name } ?? SourceCursor(ledger: name))
        if let known = failures[name] { (source.errorsTotal, source.lastError) = known }
        self.look(at: ledger, &source)
        return source
      }
      return BridgeMetrics(
        isEnabled: self.configuration.bridgeEnabled,
        intervalSeconds: self.configuration.bridgeInterval, sources: sources,
        warnings: self.warnings)
    }
  }

  /// Looks at a source as the bridge would.
  private func look(at ledger: LaneLedger, _ source: inout BridgeMetrics.Source) {
    // A capsule holds its own missions' items alone: how far the bridge was in all others it can't tell.
    guard !isCapsule else { return }
    do {
      guard let log = try ledger.reader()?.log else {
        source.head = 0
        source.lagSeconds = 0
        return
      }
      source.head = try log.readBlocking { $0.head }
      var reader = BridgeSource(upcasting)
      // The lineage that a ledger had at a past moment is not kept: one that was restored has another since.
      let lineage = isPast ? source.cursor.lineage : nil
      source.waitingSince = try reader.oldestWaiting(
        log, of: lineage ?? log.lineage, after: source.cursor)
      source.lagSeconds = source.waitingSince.map { max(0, now.seconds(since: $0)) } ?? 0
    } catch {
      let failure = MissionError(error, ledger: ledger.lane.name)
      source.errorsTotal = max(1, source.errorsTotal)
      source.lastError = failure
    }
  }
}
