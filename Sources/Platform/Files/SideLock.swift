private import Glibc
private import Synchronization

/// An exclusive lock on a side file, held by one process at a time and named for people.
///
/// `acquire` blocks the calling thread in `flock`, so it belongs on a thread of its own. The last
/// holder lets waiters go first, for a moment. The file (0600) records who holds the lock, what
/// taking it has cost, and the position of a log; it is never removed. The kernel releases the lock
/// when its process ends, however it ends, and with it every child that still has the file open: a
/// forked one, until it runs another program.
package final class SideLock: Sendable {
  package let path: String
  /// The bytes of the holder's record, its line break included.
  static let recordBytes = 48
  let descriptor: Int32
  private let record: [UInt8]
  /// Whether this one has held the lock; others may have since.
  private let hasHeld = Atomic(false)

  /// Opens the side file, making it where it is missing; takes no lock.
  package init(path: String) throws(PlatformError) {
    self.path = path
    let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW
    descriptor = try retrying("opening", path) { unsafe open(path, flags, 0o600) }
    let process = ProcessIdentity.current
    let text = "\(process.pid) \(process.startTime)"
    let padding = [UInt8](repeating: 0x20, count: Self.recordBytes - 1 - text.utf8.count)
    record = Array(text.utf8) + padding + [0x0A]
  }

  deinit {
    close(descriptor)
  }

  /// Waits for the lock, then writes this process's id and start time into the file.
  package func acquire() throws(PlatformError) {
    _ = try acquireTimed()
  }

  /// Acquires the lock within `seconds`, behind those that wait without a limit; false if another
  /// still holds it then.
  package func acquire(within seconds: Double) throws(PlatformError) -> Bool {
    let start = Clocks.system.monotonic()
    while try !tryAcquire() {
      guard Clocks.system.seconds(since: start) < seconds else { return false }
      PlatformThread.pause(seconds: 0.002)
    }
    return true
  }

  /// Acquires the lock and returns for how many microseconds it had to wait; 0 where the lock was
  /// free.
  package func acquireTimed() throws(PlatformError) -> Int64 {
    if try tryAcquire() { return 0 }
    let start = Clocks.system.monotonic()
    letOthersGoFirst(since: start)
    say(isWaiting: true)
    defer { say(isWaiting: false) }
    _ = try retrying("locking", path) { flock(descriptor, LOCK_EX) }
    writeRecord()
    return Clocks.system.monotonic() - start
  }

  /// Takes the lock if it is free and no other waiter's turn; otherwise returns false and changes
  /// nothing.
  package func tryAcquire() throws(PlatformError) -> Bool {
    if isOthersTurn { return false }
    do throws(PlatformError) {
      _ = try retrying("locking", path) { flock(descriptor, LOCK_EX | LOCK_NB) }
    } catch {
      guard error.errno == EWOULDBLOCK else { throw error }
      return false
    }
    writeRecord()
    return true
  }

  /// Releases the lock: waiters are woken, and the first to ask gets it; this one stands back for a
  /// moment.
  package func release() {
    hasHeld.store(true, ordering: .relaxed)
    flock(descriptor, LOCK_UN)
  }

  /// Whether this one had the lock last and another waits for it.
  var isOthersTurn: Bool { hasHeld.load(ordering: .relaxed) && isWanted && isRecordOurs }

  /// Whether the file's record, which the last holder wrote, is this process's.
  private var isRecordOurs: Bool {
    var last = [48 of UInt8](repeating: 0)
    return unsafe record.withUnsafeBytes { buffer in
      unsafe withUnsafeMutableBytes(of: &last) { last in
        unsafe pread(descriptor, last.baseAddress, last.count, 0) == buffer.count
          && last.elementsEqual(buffer)
      }
    }
  }

  /// Names the holder; a failure is no reason not to hold the lock.
  private func writeRecord() {
    // This process mostly was the last holder too, and a read leaves the file clean.
    guard !isRecordOurs else { return }
    unsafe record.withUnsafeBytes { buffer in
      _ = unsafe pwrite(descriptor, buffer.baseAddress, buffer.count, 0)
    }
  }
}
