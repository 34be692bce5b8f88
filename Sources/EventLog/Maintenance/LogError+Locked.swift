import Platform

extension LogError {
  /// The byte of the shared memory that SQLite's writers lock; its other locks follow, a byte each.
  private static let writeLockByte: Int64 = 120

  /// Says who holds a ledger that was not free in time.
  static func locked(_ path: String, seconds: Double) -> LogError {
    let plain = Int(exactly: seconds).map(String.init) ?? String(seconds)
    return LogError(
      .locked, "\(path) was not free within \(plain) s: \(holder(of: path)). Try again")
  }

  /// Describes the holder of a ledger: first the one of SQLite's own lock, since a writer of ours
  /// may be waiting for that while it holds the side lock.
  private static func holder(of path: String) -> String {
    let here = ProcessIdentity.current.pid
    if let writer = FileSystem.lockHolder(
      of: SideFile.sharedMemory.path(of: path), byte: writeLockByte), writer != here
    {
      return "\(ProcessTable.words(for: writer)) holds SQLite's write lock"
    }
    return switch SideLock.holding(path: SideFile.lock.path(of: path)) {
    case .nobody: "another program that ignores its side lock holds it"
    case .unknown: "a program that left no word of itself holds its side lock"
    case .process(let holder) where holder.pid == here:
      "process \(here), this one, holds it and was not done in time, as on a slow disk or under load"
    case .process(let holder): "\(ProcessTable.words(for: holder.pid)) holds it"
    }
  }
}
