import EventLog
import EventProjections
package import MissionModel
import MissionStore
import Synchronization

/// Carries missions' events from every lane into the feeds of the sessions that dispatched them:
/// each exactly once, in each ledger's order.
///
/// The runtime ledger alone records what was carried: the items are the cursor. So a crash between
/// any two instructions loses nothing and doubles nothing, and several bridges may work at once:
/// each commits only against the cursor that it read, and one that was overtaken reads again. A
/// source that can't be read stops by itself, and no other. Everything here blocks; run it on
/// threads of its own.
package final class Bridge: Sendable {
  /// The actor in the envelope of what it appends.
  static let actor = "bridge"

  let fleet: Fleet
  private let sources = Mutex<[String: BridgeSource]>([:])

  /// Makes a bridge over a fleet's lanes; nothing is read yet.
  package init(_ fleet: Fleet) {
    self.fleet = fleet
  }

  /// The names of the ledgers that it carries from, sorted.
  package var sourceNames: [String] { fleet.missionLedgers.map(\.lane.name).sorted() }

  /// Carries at most one bounded batch from each source, and tells how each fared.
  ///
  /// - Throws: an error of the runtime ledger, and no other.
  package func step() throws -> BridgeStep {
    let names = sourceNames
    let known = try noting(names) { try cursors(of: names) }
    return BridgeStep(sources: try known.map(step))
  }

  private func step(_ cursor: SourceCursor) throws -> BridgeStep.Source {
    let source = cursor.ledger
    let batch: BridgeBatch?
    do {
      batch = try noting([source]) { try read(source, after: cursor) }
    } catch {
      return BridgeStep.Source(
        ledger: source, cursor: cursor.position, error: MissionError(error, ledger: source))
    }
    var carried = BridgeStep.Source(ledger: source)
    if let batch {
      let isCarried = try noting([source]) { try commit(batch) }
      carried = BridgeStep.Source(batch, isCarried: isCarried)
    }
    sources.withLock { $0[source]?.lastError = nil }
    return carried
  }

  /// Runs a part of carrying from these sources, and remembers how each of them failed.
  private func noting<Value>(_ names: [String], _ part: () throws -> Value) throws -> Value {
    do {
      return try part()
    } catch {
      sources.withLock { sources in
        for name in names {
          sources[name, default: BridgeSource(fleet.upcasting)]
            .fail(MissionError(error, ledger: name))
        }
      }
      throw error
    }
  }

  /// Decides which events to carry from a source after its cursor, and appends nothing; nil where
  /// it has no file yet.
  ///
  /// - Throws: an error of the source; `version_conflict` where it is not the ledger that the
  ///   cursor was read from.
  package func read(_ source: String) throws -> BridgeBatch? {
    try cursors(of: [source]).first.flatMap { try read(source, after: $0) }
  }

  private func read(_ source: String, after cursor: SourceCursor) throws -> BridgeBatch? {
    let ledger = try fleet.ledger(named: source)
    guard let log = try ledger.reader()?.log else { return nil }
    let now = fleet.now
    do {
      return try sources.withLock { sources in
        var known = sources.removeValue(forKey: source) ?? BridgeSource(fleet.upcasting)
        defer { sources[source] = known }
        return try known.read(log, after: cursor, now: now)
      }
    } catch {
      ledger.letGo(after: error)
      throw MissionError(error, ledger: source)
    }
  }

  /// Appends a batch, all of it or nothing; false where the source's cursor has moved since it was
  /// decided.
  package func commit(_ batch: BridgeBatch) throws -> Bool {
    guard !batch.plan.changes.isEmpty else { return true }
    do {
      let upcasting = fleet.upcasting
      let isDone = try runtime().writeBlocking { transaction in
        let cursor = try transaction.row(RuntimeProjections.cursors, batch.ledger)
        guard cursor ?? SourceCursor(ledger: batch.ledger) == batch.basis else { return false }
        for change in batch.plan.changes {
          try Self.append(
            change, furthest: batch.basis.furthest, upcasting, to: transaction)
        }
        return true
      }
      try fleet.ledger(named: LaneSettings.runtimeName).health.succeeded(appending: isDone)
      return isDone
    } catch {
      try? fleet.ledger(named: LaneSettings.runtimeName).health.failed(error)
      throw runtimeError(error)
    }
  }

  /// How carrying from each source has failed, in this bridge's life: the source's fault, or the
  /// runtime ledger's.
  package var failures: [String: (total: Int64, last: MissionError?)] {
    sources.withLock { $0.mapValues { ($0.errorsTotal, $0.lastError) } }
  }

  private static func append(
    _ change: BridgePlan.Change, furthest: Int64, _ upcasting: Upcasting,
    to transaction: ProjectionTransaction
  ) throws {
    var event = change.event
    let stream: StreamName
    let cause: EventID?
    switch event {
    case .delivered(var item):
      if item.source.event.position <= furthest {
        item.isRedelivery =
          try transaction.row(RuntimeProjections.deliveries, DeliveryKey(item.source)) != nil
        event = .delivered(item)
      }
      stream = RuntimeStreams.feed(item.sourceSessionID)
      cause = item.source.event
    case .advanced(let run):
      stream = RuntimeStreams.bridge(run.source.event.ledger)
      cause = run.source.event
    case .cursorMoved, .acknowledged, .unknown: return
    }
    try transaction.append(
      NewEvent(
        type: event.type, schema: upcasting.schema(of: event.type), payload: event.payload,
        actor: actor,
        causation: cause, traceID: change.traceID), to: stream)
  }

  /// How far each source was carried, all as of one moment.
  private func cursors(of sources: [String]) throws -> [SourceCursor] {
    do {
      return try runtime().readBlocking { reader in
        try sources.map { source in
          try reader.row(RuntimeProjections.cursors, source) ?? SourceCursor(ledger: source)
        }
      }
    } catch {
      throw runtimeError(error)
    }
  }

  /// The runtime ledger, open for writing.
  private func runtime() throws -> ProjectedLog {
    try fleet.writableLogBlocking(try fleet.ledger(named: LaneSettings.runtimeName))
  }

  /// The error of the runtime ledger, which concerns every source alike.
  private func runtimeError(_ error: any Error) -> MissionError {
    try? fleet.ledger(named: LaneSettings.runtimeName).letGo(after: error)
    return MissionError(error, ledger: LaneSettings.runtimeName)
  }
}

extension BridgeSource {
  /// Remembers a failure, and forgets everything read before it.
  fileprivate mutating func fail(_ error: MissionError) {
    errorsTotal += 1
    lastError = error
    forget()
  }
}
