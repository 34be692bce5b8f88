import EventLog
import EventProjections
package import MissionModel
import MissionStore
package import Platform

/// The bridge's settings, and its state at each source.
package struct BridgeMetrics: Sendable {
  /// Whether servers run it.
  package let isEnabled: Bool
  /// The longest time between two looks at a source, in seconds.
  package let intervalSeconds: Double
  /// The sources, by ledger.
  package let sources: [Source]
  package let warnings: [Warning]

  /// The bridge's state at one source.
  package struct Source: Sendable {
    /// The cursor with its totals.
    package let cursor: SourceCursor
    /// The source's last position; nil where it can't be read.
    package var head: Int64?
    /// When the oldest event that waits to be delivered was recorded; nil where none waits.
    package var waitingSince: Instant?
    /// How long that event has waited, in seconds; 0 where none waits, nil where the source can't
    /// be read.
    package var lagSeconds: Double?
    /// How often carrying from it failed, as far as this process knows.
    package var errorsTotal: Int64 = 0
    /// Why nothing is carried from it.
    package var lastError: MissionError?

    /// How many events lie beyond the cursor.
    package var backlog: Int64? { head.map { max(0, $0 - cursor.position) } }
    /// A warning that nothing is carried from it, and why; nil where nothing is in the way.
    fileprivate var halt: Warning? {
      lastError.map { .halted(cursor.ledger, $0, backlog: backlog, as: .bridgeStopped) }
    }
  }

  /// A warning for each source from which nothing is carried, with the reason: feeds lack its
  /// events.
  package var halts: [Warning] { sources.compactMap(\.halt) }
}

extension Fleet {
  /// The bridge's state at every source; with a running bridge, including the failures in its life.
  package func bridgeMetrics(of bridge: Bridge? = nil) async throws -> BridgeMetrics {
    try await pool.run {
      let cursors = try self.readRuntimeBlocking { try $0.cursors() } ?? []
      let failures = bridge?.failures ?? [:]
      let sources = self.sources(cursors) { ledger, source in
        if let known = failures[ledger.lane.name] {
          (source.errorsTotal, source.lastError) = known
        }
        self.look(at: ledger, &source, measuringLag: true)
      }
      return BridgeMetrics(
        isEnabled: self.configuration.bridgeEnabled,
        intervalSeconds: self.configuration.bridgeInterval, sources: sources,
        warnings: self.warnings)
    }
  }

  /// A warning for each source from which nothing can be carried, with the reason; none where the
  /// cursors are not handed in and can't be read.
  ///
  /// Reads only the events that came to each source since the last look, and a bounded number of
  /// them; blocks.
  func haltsBlocking(after cursors: [SourceCursor]? = nil) -> [Warning] {
    guard let cursors = cursors ?? (try? readRuntimeBlocking { try $0.cursors() } ?? []) else {
      return []
    }
    return sources(cursors) { look(at: $0, &$1, measuringLag: false) }.compactMap(\.halt)
  }

  /// The sources by ledger, each with its cursor and the findings of `look`.
  private func sources(
    _ cursors: [SourceCursor], look: (LaneLedger, inout BridgeMetrics.Source) -> Void
  ) -> [BridgeMetrics.Source] {
    missionLedgers.sorted { $0.lane.name < $1.lane.name }.map { ledger in
      let name = ledger.lane.name
      var source = BridgeMetrics.Source(
        cursor: cursors.first { $0.ledger == name } ?? SourceCursor(ledger: name))
      look(ledger, &source)
      return source
    }
  }

  /// Looks at a source as the bridge would; a running bridge's failure stays until it succeeds.
  ///
  /// Measuring how long an event has waited takes a look at all that wait.
  private func look(
    at ledger: LaneLedger, _ source: inout BridgeMetrics.Source, measuringLag: Bool
  ) {
    // A capsule holds only its own missions' items, and can't tell how far the bridge was in
    // others.
    guard !isCapsule else { return }
    do {
      guard let log = try ledger.reader()?.log else {
        source.head = 0
        source.lagSeconds = 0
        return
      }
      source.head = try log.readBlocking { $0.head }
      // A ledger's past lineage is not kept, and a restored ledger has another one since.
      let lineage = (isPast ? source.cursor.lineage : nil) ?? log.lineage
      var reader = BridgeSource(upcasting)
      if measuringLag {
        source.waitingSince = try reader.oldestWaiting(log, of: lineage, after: source.cursor)
        source.lagSeconds = source.waitingSince.map { max(0, now.seconds(since: $0)) } ?? 0
      }
      var way = memory.clearWay(lineage: lineage, after: source.cursor)
      defer { memory.note(way) }
      try reader.lookAhead(log, along: &way)
    } catch {
      let failure = MissionError(error, ledger: ledger.lane.name)
      source.errorsTotal = max(1, source.errorsTotal)
      source.lastError = failure
    }
  }
}
