import EventLog
import EventProjections
package import MissionModel
import MissionStore
import Platform

extension Fleet {
  /// Moves the bridge's cursor in one source, or in all of them; binds it to the ledger as it is
  /// now.
  ///
  /// A rehearsal reports the moves, and appends none.
  ///
  /// - Throws: `not_found` for a home that isn't there; `validation_error` for a ledger that is no
  ///   source; where all are moved, a source that can't be read is left out with a warning, unless
  ///   none could be moved.
  package func moveCursor(
    to target: CursorTarget, of ledger: String?, isRehearsal: Bool = false, _ call: CallContext
  ) async throws -> (moves: [BridgeCursorMoved], warnings: [Warning]) {
    try homeState.checkIsThere()
    try checkMayWrite()
    let sources = missionLedgers.sorted { $0.lane.name < $1.lane.name }
    if let ledger {
      guard let source = sources.first(where: { $0.lane.name == ledger }) else {
        throw MissionError.validation(
          "\(ledger) is not a source of the bridge; there are "
            + sources.map(\.lane.name).joined(separator: ", "), field: "ledger")
      }
      return ([try await moveCursor(of: source, to: target, isRehearsal: isRehearsal, call)], [])
    }
    var moves: [BridgeCursorMoved] = []
    var warnings: [Warning] = []
    for source in sources {
      do {
        moves.append(
          try await moveCursor(of: source, to: target, isRehearsal: isRehearsal, call))
      } catch let error as MissionError where error.code != .configInvalid {
        warnings.append(
          Warning(
            .ledgerUnavailable,
            "the cursor of \(source.lane.name) stays where it is: "
              + error.message(within: source.lane.name),
            ledger: source.lane.name, error: error))
      }
    }
    if moves.isEmpty, let error = warnings.firstLedgerError { throw error }
    return (moves, warnings)
  }

  /// How far the bridge has read each source, as the runtime ledger tells it.
  package func bridgeCursors() async throws -> [SourceCursor] {
    try await pool.run { try self.readRuntimeBlocking { try $0.cursors() } ?? [] }
  }

  /// Moves the cursor of every source that has the history that the bridge has read, but another
  /// lineage, to the same place there: the home was restored, and the bridge goes on.
  ///
  /// - Returns: the moves, and the sources whose history is not the one that the bridge has read:
  ///   their cursors stay.
  package func rebindCursors(
    _ call: CallContext
  ) async throws -> (moves: [BridgeCursorMoved], unset: [String]) {
    var moves: [BridgeCursorMoved] = []
    var unset: [String] = []
    for cursor in try await bridgeCursors() {
      // The bridge itself reports why a source can't be read.
      guard let isSame = try? await pool.run({ try self.hasHistoryElsewhere(of: cursor) }) else {
        continue
      }
      guard isSame else {
        unset.append(cursor.ledger)
        continue
      }
      moves += try await moveCursor(
        to: .position(cursor.position), of: cursor.ledger, call
      ).moves
    }
    return (moves, unset)
  }

  /// Whether a source has the history that the bridge has read, but another lineage; nil where its
  /// lineage is the same, and where it is no source here.
  private func hasHistoryElsewhere(of cursor: SourceCursor) throws -> Bool? {
    guard let lineage = cursor.lineage,
      let source = missionLedgers.first(where: { $0.lane.name == cursor.ledger }),
      let log = try source.reader()?.log, log.lineage != lineage
    else { return nil }
    return try log.readBlocking { reader in
      try (cursor.position > 0 ? reader.leaf(at: cursor.position) : nil) == cursor.leaf
    }
  }

  private func moveCursor(
    of source: LaneLedger, to target: CursorTarget, isRehearsal: Bool, _ call: CallContext
  ) async throws -> BridgeCursorMoved {
    let runtime = try ledger(named: LaneSettings.runtimeName)
    var move = try await pool.run { try self.planMove(of: source, to: target) }
    guard !isRehearsal else {
      let ledger = move.ledger
      move.previous = try await bridgeCursors().first { $0.ledger == ledger }?.position ?? 0
      return move
    }
    let planned = move
    move.previous = try await write(runtime, call) { transaction in
      var move = planned
      let cursor = try transaction.row(RuntimeProjections.cursors, move.ledger)
      move.previous = cursor?.position ?? 0
      try transaction.append(.cursorMoved(move), to: RuntimeStreams.bridge(move.ledger))
      return move.previous
    }
    return move
  }

  /// The move as the source alone determines it; its starting place is known once it is appended.
  private func planMove(of source: LaneLedger, to target: CursorTarget) throws -> BridgeCursorMoved
  {
    let ledger = source.lane.name
    guard let log = try source.reader()?.log else {
      throw MissionError(.notFound, "ledger \(ledger) has no file yet: nothing was written to it")
    }
    do {
      return try log.readBlocking { reader in
        let (action, requested) = target.request
        let wanted = requested ?? (target == .latest ? reader.head : 0)
        let place = min(wanted, reader.head)
        return BridgeCursorMoved(
          ledger: ledger, action: action, requested: requested, target: place, head: reader.head,
          previous: 0, clamped: place < wanted, lineage: log.lineage,
          leaf: try Self.leaf(at: place, reader))
      }
    } catch {
      throw MissionError(error, ledger: ledger)
    }
  }

  /// The leaf hash of the event at a cursor; nil for a damaged one, which the bridge is led past
  /// all the same.
  private static func leaf(at position: Int64, _ reader: LogReader) throws(LogError) -> String? {
    do throws(LogError) {
      return try reader.leaf(at: position)
    } catch {
      guard error.code == .corrupt else { throw error }
      return nil
    }
  }
}

/// The place at which an operator wants the bridge to go on.
package enum CursorTarget: Hashable, Sendable {
  /// After a position, but at most the head.
  case position(Int64)
  /// After the last event: events that wait are never delivered.
  case latest
  /// Before the first event: all are delivered again, marked as redeliveries.
  case zero
}

extension CursorTarget {
  /// The event's words for it.
  fileprivate var request: (action: BridgeCursorMoved.Action, position: Int64?) {
    switch self {
    case .position(let position): (.set, position)
    case .latest: (.resetToLatest, nil)
    case .zero: (.resetToZero, nil)
    }
  }
}
