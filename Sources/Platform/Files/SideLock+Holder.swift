private import Glibc

extension SideLock {
  /// The holder of a side lock, as far as it can be told.
  package enum Holder: Hashable, Sendable {
    case nobody
    /// A running process.
    case process(ProcessIdentity)
    /// A holder that can't be named: a program that took the lock without writing its record, or
    /// one that has ended and left the lock to a child.
    case unknown
  }

  /// Returns the process that holds the lock of the side file at `path`; nil if none does, or if it
  /// can't be told.
  package static func holder(path: String) -> ProcessIdentity? {
    if case .process(let process) = holding(path: path) { process } else { nil }
  }

  /// Finds out who holds the lock of the side file at `path`.
  ///
  /// The kernel knows; the file's record only names the last holder that was a program of ours.
  package static func holding(path: String) -> Holder {
    guard let file = try? Descriptor.open(path, O_RDONLY | O_NOFOLLOW) else { return .nobody }
    guard flock(file.number, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK else { return .nobody }
    if let pid = FileSystem.flockHolder(of: path) {
      guard let entry = ProcessTable.system.entry(pid), !entry.isZombie else { return .unknown }
      return .process(entry.identity)
    }
    // The kernel doesn't list holders in another pid namespace, nor any lock on a file system
    // (btrfs) whose device numbers differ from those of `stat`. Elsewhere it would list a lock of
    // this process, so a record that names this process isn't believed.
    guard let process = recorded(in: file, path), process != .current,
      ProcessTable.system.isAlive(process)
    else { return .unknown }
    return .process(process)
  }

  private static func recorded(in file: borrowing Descriptor, _ path: String) -> ProcessIdentity? {
    guard let bytes = try? file.read(limit: recordBytes, path: path) else { return nil }
    let fields = String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }
    guard fields.count == 2, let pid = Int32(fields[0]), let startTime = Int64(fields[1]) else {
      return nil
    }
    return ProcessIdentity(pid: pid, startTime: startTime)
  }
}
