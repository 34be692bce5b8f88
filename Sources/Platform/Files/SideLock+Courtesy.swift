private import Glibc

/// Turns: the kernel wakes the waiters when a lock is released but doesn't reserve it for them, so
/// a process that is awake already would take it again before they run, time after time.
///
/// A waiter says so by a shared lock on a byte of the side file, far behind its end, which ends
/// with its process.
extension SideLock {
  /// The longest that the last holder lets others go first, in microseconds: they may be stopped.
  private static let courtesy: Int64 = 2_000
  /// The seconds between two looks whether one of them had its turn.
  private static let look = 0.0001
  private static let waitingByte = 1 << 30
  /// `F_OFD_GETLK` and `F_OFD_SETLK` of Linux: locks that belong to an open file, not to a process.
  private static let getLock: Int32 = 36
  private static let setLock: Int32 = 37

  /// Waits a moment, if it is others' turn, until one of them had it.
  func letOthersGoFirst(since start: Int64) {
    while isOthersTurn, Clocks.system.monotonic() - start < Self.courtesy {
      PlatformThread.pause(seconds: Self.look)
    }
  }

  /// Tells the others whether this one waits.
  func say(isWaiting: Bool) {
    var request = Self.request(isWaiting ? F_RDLCK : F_UNLCK)
    _ = unsafe fcntl(descriptor, Self.setLock, &request)
  }

  /// Whether another waits.
  var isWanted: Bool {
    var request = Self.request(F_WRLCK)
    guard unsafe fcntl(descriptor, Self.getLock, &request) == 0 else { return false }
    return request.l_type != Int16(F_UNLCK)
  }

  private static func request(_ kind: Int32) -> flock {
    var request = flock()
    request.l_type = Int16(kind)
    request.l_whence = Int16(SEEK_SET)
    request.l_start = waitingByte
    request.l_len = 1
    return request
  }
}
