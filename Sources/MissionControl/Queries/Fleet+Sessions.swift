package import MissionModel
import MissionStore
import Platform

extension Fleet {
  /// Worker sessions over every ledger, by VP and worker.
  package func sessions() async throws -> SessionsResult {
    let (lists, warnings) = try await readEach { lane in
      try lane.missions { try $0.sessions() }.map(lane.view)
    }
    let sorted = lists.flatMap(\.self).sorted { $0.state.session < $1.state.session }
    return SessionsResult(sessions: sorted, warnings: warnings + capsuleWarnings)
  }

  /// A worker's session in the ledger of a lane, or of its VP's lane if none is named; nil where
  /// there is none.
  package func session(_ id: SessionID, in lane: String? = nil) async throws -> SessionView? {
    let ledger = try lane.map(ledger(named:)) ?? ledger(of: id.vp)
    return try await read(ledger) { lane in try lane.session(id).map(lane.view) } ?? nil
  }

  /// A worker's session, in the ledger that its VP had when it registered.
  ///
  /// - Throws: `not_found`; but while a ledger can't be read, its error, since the session may be
  ///   there.
  package func knownSession(_ id: SessionID) async throws -> SessionView {
    let own = configuration.lane(ofVP: id.vp)
    let ledgers =
      missionLedgers.filter { $0.lane.name == own } + missionLedgers.filter { $0.lane.name != own }
    return try await pool.run {
      var failure: (any Error)?
      for ledger in ledgers {
        do {
          let found = try self.readBlocking(ledger) { lane in try lane.session(id).map(lane.view) }
          if let session = found ?? nil { return session }
        } catch { failure = failure ?? error }
      }
      throw failure ?? self.laneRefusal
        ?? MissionError(.notFound, "there is no session \(id): sessions lists all of them")
    }
  }
}
