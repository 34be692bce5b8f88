import EventProjections
package import MissionModel
import Platform

/// Waiting for any change anywhere, for views that follow the fleet.
extension Fleet {
  /// The last position of every ledger that can be read, by its name.
  package func heads() async throws -> [String: Int64] {
    try await pool.run {
      try self.homeState.checkIsThere()
      var heads: [String: Int64] = [:]
      for ledger in self.ledgers {
        guard let log = try? ledger.reader() else { continue }
        do {
          heads[ledger.lane.name] = try log.readBlocking { $0.head }
        } catch {
          // A mended file replaces the old one, and is found when the ledger is opened anew.
          ledger.letGo(after: error)
        }
      }
      return heads
    }
  }

  /// Waits until any of these ledgers is beyond its position, or the time is up.
  package func waitForChange(beyond heads: [String: Int64], timeoutSeconds: Double) async throws {
    let watched = await pool.run {
      self.ledgers.compactMap { ledger -> (ProjectedLog, Int64)? in
        guard let seen = heads[ledger.lane.name], let log = try? ledger.reader() else { return nil }
        return (log, seen)
      }
    }
    try await LedgersWatch(heads: watched).wait(seconds: timeoutSeconds)
  }

  /// A worker's session in the ledger of a lane, or of its VP's lane if none is named; nil where
  /// there is none.
  package func session(_ id: SessionID, in lane: String? = nil) async throws -> SessionView? {
    let ledger = try lane.map(ledger(named:)) ?? ledger(of: id.vp)
    return try await read(ledger) { lane in try lane.session(id).map(lane.view) } ?? nil
  }

  /// A worker's session, in the ledger that its VP had when it registered.
  ///
  /// - Throws: `not_found`; but while a ledger can't be read, its error, since the session may be there.
  package func knownSession(_ id: SessionID) async throws -> SessionView {
    let own = configuration.lane(ofVP: id.vp.rawValue)
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
        ?? MissionError(.notFound, "there is no session \(id): sessions shows those that there are")
    }
  }
}
