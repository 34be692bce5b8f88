private import Glibc
private import Synchronization

/// A file that is being written, beside its destination until it is whole and gets its name.
///
/// A killed process leaves it behind, under a name that tells what it is: `.writing-`, its process,
/// a number.
package final class PendingFile: Sendable {
  private static let prefix = ".writing-"
  private static let count = Atomic<Int>(0)

  /// The final path.
  package let path: String
  /// The path until then.
  package let temporaryPath: String
  private let file: Descriptor
  /// The folder of both paths, opened first: a file that couldn't be synced at the end is not
  /// begun, and no link put in the folder's place meanwhile leads elsewhere.
  private let folder: Descriptor
  /// The names of both paths in that folder.
  private let name: String
  private let temporaryName: String

  /// Whether `name` is the temporary name of a pending file.
  package static func isTemporary(_ name: String) -> Bool { numbers(in: name) != nil }

  /// Whether a process other than this one has the id in such a name, and so may still be writing
  /// the file.
  package static func mayBeWritten(_ name: String) -> Bool {
    guard let pid = numbers(in: name)?.first.flatMap({ Int32($0) }), pid != getpid() else {
      return false
    }
    return ProcessTable.system.isTaken(pid)
  }

  /// The process and the number in a temporary name; nil for any other name.
  private static func numbers(in name: String) -> [Substring]? {
    guard name.hasPrefix(prefix) else { return nil }
    let numbers = name.dropFirst(prefix.count).split(
      separator: "-", omittingEmptySubsequences: false)
    let isTemporary =
      numbers.count == 2
      && numbers.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    return isTemporary ? numbers : nil
  }

  /// Begins an empty file for `path`, with the permissions `mode`.
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

  /// Makes a file under an unused name; a killed process of the same id may have left one in the
  /// folder.
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

  /// Syncs the file, gives it its name, replacing whatever has that name, and syncs the folder.
  ///
  /// On failure the name still means what it did before. Only if an old file was replaced and the
  /// folder then can't be synced is the new one there, and a power loss may bring the old one back.
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

  /// Writes the whole file and gives it its name; removes it if that fails.
  func write(_ bytes: [UInt8]) throws(PlatformError) {
    do throws(PlatformError) {
      try append(bytes)
      try finish()
    } catch {
      abandon()
      throw error
    }
  }

  /// Removes what was written, unless it has its final name.
  package func abandon() {
    unsafe unlinkat(folder.number, temporaryName, 0)
  }
}

extension FileSystem {
  /// Replaces the file at `path` with `bytes`: other processes and a crash see the old file or the
  /// new one, whole.
  ///
  /// - Throws: As `finish` does, leaving what that leaves.
  package static func writeAtomically(
    _ bytes: [UInt8], to path: String, mode: UInt32 = 0o600
  ) throws(PlatformError) {
    try PendingFile(for: path, mode: mode).write(bytes)
  }

  /// Removes the pending files that killed processes left in a folder, except those changed since a
  /// moment or spared by name; files that can't be removed stay.
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
