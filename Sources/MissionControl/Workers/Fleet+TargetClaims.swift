import MissionModel
import Platform

extension Fleet {
  private static let targetLock = "targets.lock"

  /// Claims with what missions of the other lanes work in, under the home's lock of such claims: while it is held, no
  /// mission of any lane gets a target path.
  ///
  /// It blocks, as long as for a ledger.
  ///
  /// - Throws: `vp_db_locked` where another process doesn't let the lock go, and what `claim` throws.
  func claimingTargets<Value>(
    besides lane: String, _ claim: (_ elsewhere: Set<String>) throws -> Value
  ) throws -> Value {
    let lock = try takeTargetLock(home.path + "/" + Self.targetLock)
    defer { lock.release() }
    return try claim(TargetsElsewhere(self, besides: lane).paths)
  }

  private func takeTargetLock(_ path: String) throws(MissionError) -> SideLock {
    do throws(PlatformError) {
      let lock = try SideLock(path: path)
      if try lock.acquire(within: configuration.busyTimeout) { return lock }
    } catch {
      throw MissionError(
        error.isNoSpace ? .ledgerFull : .ledgerReadOnly, "locking \(path) failed: \(error)")
    }
    let holder = SideLock.holder(path: path).map { ProcessTable.words(for: $0.pid) }
    throw MissionError(
      .vpDBLocked,
      "a mission with a target path can't be claimed now: \(holder ?? "another process") holds \(path)",
      retryAfterMs: 1_000)
  }
}
