private import Glibc
private import Synchronization

/// A file that is being written: it gets its name once it is whole, and lies beside it until then.
///
/// A process that is killed leaves it there, under a name that tells what it is: `.writing-`, its process, a number.
package final class PendingFile: Sendable {
  private static let prefix = ".writing-"
  private static let count = Atomic<Int>(0)

  /// The path that it gets.
  package let path: String
  /// Where it lies until then.
  package let temporaryPath: String
  private let file: Descriptor
  /// What both lie in, opened first: what can't be synced at the end is not begun, and no link that is put in its place
  /// meanwhile leads elsewhere.
  private let folder: Descriptor
  /// What both are called in there.
  private let name: String
  private let temporaryName: String

  /// Whether a file's name is one that a file has while it is written, and no other.
  package static func isTemporary(_ name: String) -> Bool { numbers(in: name) != nil }

  /// Whether another process that can be seen has the number that such a name tells, and so may write the file still.
  package static func mayBeWritten(_ name: String) -> Bool {
    guard let pid = numbers(in: name)?.first.flatMap({ Int32($0) }), pid != getpid() else {
      return false
    }
    return ProcessTable.system.isTaken(pid)
  }

  /// The process and the number in such a name; nil for any other name.
  private static func numbers(in name: String) -> [Substring]? {
    guard name.hasPrefix(prefix) else { return nil }
    let numbers = name.dropFirst(prefix.count).split(
      separator: "-", omittingEmptySubsequences: false)
    let isTemporary =
      numbers.count == 2
      && numbers.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    return isTemporary ? numbers : nil
  }

  /// Begins a file for `path`: an empty one, of these permissions.
  package convenience init(for path: String, mode: UInt32 = 0o600) throws(PlatformError) {
    let parent = FileSystem.parent(of: path) ?? "."
    try self.init(
      for: path, in: try Descriptor.open(parent, O_RDONLY | O_DIRECTORY), mode: mode)
  }

  /// Begins a file for `path`, which lies in an open folder.
  init(
    for path: String, in folder: consuming Descriptor, mode: UInt32
  ) throws(PlatformError) {
    let parent = FileSystem.parent(of: path) ?? "."
    var temporary = ""
    file = try Self.make(in: folder, path: parent, mode: mode, name: &temporary)
    self.path = path
    name = path.split(separator: "/").last.map(String.init) ?? path
    temporaryName = temporary
    temporaryPath = parent + "/" + temporary
    self.folder = folder
    do throws(PlatformError) {
      _ = try retrying("setting permissions", temporaryPath) { fchmod(file.number, mode) }
    } catch {
      abandon()
      throw error
    }
  }

  /// Makes a file under a name that nothing has; a process of the same number may have been killed in the folder.
  private static func make(
    in folder: borrowing Descriptor, path: String, mode: UInt32, name: inout String
  ) throws(PlatformError) -> Descriptor {
    let number = folder.number
    while true {
      name = "\(prefix)\(getpid())-\(count.add(1, ordering: .relaxed).newValue)"
      do throws(PlatformError) {
        let made = try retrying("opening", path + "/" + name) { [name] in
          unsafe openat(number, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        }
        return Descriptor(number: made)
      } catch {
        if error.errno != EEXIST { throw error }
      }
    }
  }

  /// Writes all of `bytes` at its end.
  package func append(_ bytes: [UInt8]) throws(PlatformError) {
    try file.write(bytes, path: temporaryPath)
  }

  /// Has it on the disk, gives it its name, and has that on the disk; what has the name is replaced.
  ///
  /// On failure what had the name still has it, and where nothing had, nothing has. Only where an old file was replaced
  /// and the folder then can't be synced, the new one is there, and a power loss may bring the old one back.
  package func finish() throws(PlatformError) {
    _ = try retrying("syncing", temporaryPath) { fsync(file.number) }
    let isNew = (try? FileSystem.info(folder.number, name, followingLinks: false)) == nil
    _ = try retrying("renaming", path) {
      unsafe renameat(folder.number, temporaryName, folder.number, name)
    }
    do throws(PlatformError) {
      _ = try retrying("syncing", FileSystem.parent(of: path) ?? ".") { fsync(folder.number) }
    } catch {
      if isNew { unsafe unlinkat(folder.number, name, 0) }
      throw error
    }
  }

  /// Writes all of the file, and gives it its name; removes it where that fails.
  func write(_ bytes: [UInt8]) throws(PlatformError) {
    do throws(PlatformError) {
      try append(bytes)
      try finish()
    } catch {
      abandon()
      throw error
    }
  }

  /// Removes what was written, unless it has its name.
  package func abandon() {
    unsafe unlinkat(folder.number, temporaryName, 0)
  }
}

extension FileSystem {
  /// Replaces the file at `path` by one of `bytes`: other processes and a crash see the old or the new, whole.
  ///
  /// Throws what `PendingFile.finish` does, and leaves then what that leaves.
  package static func writeAtomically(
    _ bytes: [UInt8], to path: String, mode: UInt32 = 0o600
  ) throws(PlatformError) {
    try PendingFile(for: path, mode: mode).write(bytes)
  }

  /// Removes the files that processes were killed over in a folder, of those that have not changed since a moment and
  /// whose names are not spared; what can't be removed stays.
  package static func removePendingFiles(
    in folder: String, unchangedSince moment: Instant = Instant(microseconds: .max),
    sparing isSpared: (_ name: String) -> Bool = { _ in false }
  ) {
    for name in (try? names(in: folder)) ?? []
    where PendingFile.isTemporary(name) && !isSpared(name) {
      let path = folder + "/" + name
      guard let info = try? info(path), info.modified.instant <= moment else { continue }
      try? removeFile(path)
    }
  }
}
