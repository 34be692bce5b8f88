import MissionModel
import Platform

/// A gate that lets claims of missions with target paths through one by one: meanwhile no mission
/// of any lane gets a target path, by this process or another.
struct TargetClaims: Sendable {
  static let lockName = "targets.lock"

  private let path: String
  /// How long a claim waits for another process, in seconds.
  private let busyTimeout: Double
  private let pool = BlockingPool(name: "target claims", threads: 1)

  /// Makes the gate of a home.
  init(of home: Home, busyTimeout: Double) {
    path = home.path + "/" + Self.lockName
    self.busyTimeout = busyTimeout
  }

  /// Runs a claim under the home's lock of such claims.
  ///
  /// - Throws: `vp_db_locked` where another process doesn't let the lock go, and what `claim`
  ///   throws.
  func run<Value: Sendable>(_ claim: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await pool.run {
      let lock = try takeLock()
      defer { lock.release() }
      return try claim()
    }
  }

  private func takeLock() throws(MissionError) -> SideLock {
    do throws(PlatformError) {
      let lock = try SideLock(path: path)
      if try lock.acquire(within: busyTimeout) { return lock }
    } catch {
      throw MissionError(error, doing: "locking \(path)")
    }
    let holder = SideLock.holder(path: path).map { ProcessTable.words(for: $0.pid) }
    throw MissionError(
      .vpDBLocked,
      "a mission with a target path can't be claimed now: \(holder ?? "another process") holds \(path)",
      retryAfterMs: 1_000)
  }
}
