import Platform

/// The cost of taking the side lock, kept in the side file now and then.
///
/// The first batch and every wait are written at once, the rest at every 64th batch and at the end,
/// so that an append that waits for nobody pays next to nothing. A killed process leaves at most 63
/// such batches uncounted.
struct Contention {
  private let clocks: Clocks
  private var tally = LockTally(hour: 0)
  private var isFirst = true

  init(clocks: Clocks) {
    self.clocks = clocks
  }

  /// Counts one taking of the lock, which is still held; times are in microseconds.
  mutating func took(_ lock: SideLock, waited: Int64, retries: Int64) {
    tally.take(waited: waited, retries: retries)
    if isFirst || tally.waits > 0 || tally.retries > 0 || tally.takes >= 64 { keep(lock) }
  }

  /// Writes the rest when the writing ends, unless another holds the lock just then.
  mutating func end(_ lock: SideLock?) {
    guard tally.takes > 0, let lock, (try? lock.tryAcquire()) == true else { return }
    keep(lock)
    lock.release()
  }

  private mutating func keep(_ lock: SideLock) {
    tally.hour = LockTally.hour(of: clocks.now())
    lock.keep(tally)
    isFirst = false
    tally = LockTally(hour: 0)
  }
}
