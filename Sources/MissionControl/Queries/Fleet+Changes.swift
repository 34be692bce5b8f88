import EventProjections
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
}
