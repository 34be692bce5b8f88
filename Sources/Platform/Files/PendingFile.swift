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
  /// What both lie in, opened first: what can't be synced at the end is not begun.
  private let folder: Descriptor

  /// Whether a file's name is one that a file has while it is written, and no other.
  package static func isTemporary(_ name: String) -> Bool {
    guard name.hasPrefix(prefix) else { return false }
    let numbers = name.dropFirst(prefix.count).split(
      separator: "-", omittingEmptySubsequences: false)
    return numbers.count == 2
      && numbers.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
  }

  /// Begins a file for `path`: an empty one, of these permissions.
  package init(for path: String, mode: UInt32 = 0o600) throws(PlatformError) {
    self.path = path
    let parent = FileSystem.parent(of: path) ?? "."
    folder = try Descriptor.open(parent, O_RDONLY | O_DIRECTORY)
    var temporary = ""
    file = try Self.make(in: parent, mode: mode, path: &temporary)
    temporaryPath = temporary
    do throws(PlatformError) {
      _ = try retrying("setting permissions", temporary) { fchmod(file.number, mode) }
    } catch {
      abandon()
      throw error
    }
  }

  /// Makes a file under a name that nothing has; a process of the same number may have been killed in the folder.
  private static func make(
    in folder: String, mode: UInt32, path: inout String
  ) throws(PlatformError) -> Descriptor {
    while true {
      path = "\(folder)/\(prefix)\(getpid())-\(count.add(1, ordering: .relaxed).newValue)"
      do throws(PlatformError) {
        return try Descriptor.open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode)
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
    let isNew = (try? FileSystem.info(path)) == nil
    _ = try retrying("renaming", path) { unsafe rename(temporaryPath, path) }
    do throws(PlatformError) {
      _ = try retrying("syncing", FileSystem.parent(of: path) ?? ".") { fsync(folder.number) }
    } catch {
      if isNew { unsafe unlink(path) }
      throw error
    }
  }

  /// Removes what was written, unless it has its name.
  package func abandon() {
    unsafe unlink(temporaryPath)
  }
}

extension FileSystem {
  /// Replaces the file at `path` by one of `bytes`: other processes and a crash see the old or the new, whole.
  ///
  /// Throws what `PendingFile.finish` does, and leaves then what that leaves.
  package static func writeAtomically(
    _ bytes: [UInt8], to path: String, mode: UInt32 = 0o600
  ) throws(PlatformError) {
    let file = try PendingFile(for: path, mode: mode)
    do throws(PlatformError) {
      try file.append(bytes)
      try file.finish()
    } catch {
      file.abandon()
      throw error
    }
  }

  /// Removes the files that processes were killed over in a folder, of those that have not changed since a moment; what
  /// can't be removed stays.
  package static func removePendingFiles(
    in folder: String, unchangedSince moment: Instant = Instant(microseconds: .max)
  ) {
    for name in (try? names(in: folder)) ?? [] where PendingFile.isTemporary(name) {
      let path = folder + "/" + name
      guard let info = try? info(path), info.modified.instant <= moment else { continue }
      try? removeFile(path)
    }
  }
}
