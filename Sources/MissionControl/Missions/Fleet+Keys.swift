import MissionModel
import MissionStore
import Platform

/// The ledger of a key's mission: that of its VP's lane, unless the VP once had another lane.
extension Fleet {
  /// The ledger that has the mission of a VP's key; that of the VP's lane without a key, or without
  /// a mission yet.
  func ledger(of vp: VPID, for key: String?) async throws -> LaneLedger {
    let own = try ledger(of: vp)
    guard let key else { return own }
    let time = surroundings.clocks.monotonic()
    if memory.isSettled(vp, at: time) { return own }
    return await pool.run {
      let others = self.missionLedgers.filter { $0 !== own && self.mayHaveMissions(of: vp, $0) }
      guard !others.isEmpty else {
        self.memory.noteSettled(vp, at: time)
        return own
      }
      return ([own] + others).first { self.has(vp, key: key, $0) } ?? own
    }
  }

  /// Whether a ledger has missions of a VP, or has rows that must be rebuilt to tell; false where
  /// it can't be read.
  private func mayHaveMissions(of vp: VPID, _ ledger: LaneLedger) -> Bool {
    do {
      return try readBlocking(ledger) { try $0.missions { try $0.hasMissions(of: vp) } } ?? false
    } catch let error as MissionError {
      return error.code == .projectionOutdated
    } catch {
      return false
    }
  }

  /// Whether a ledger has the mission that was made, or imported, with a VP's key; false where it
  /// can't be read.
  private func has(_ vp: VPID, key: String, _ ledger: LaneLedger) -> Bool {
    if has(MissionID.keyed(vp: vp, key: key).stream, in: ledger) { return true }
    try? renewRowsBlocking(of: ledger)
    let imported = try? readBlocking(ledger) { lane in
      try lane.missions { try $0.importedMission(vp: vp, key: key) != nil }
    }
    return imported ?? false
  }
}
