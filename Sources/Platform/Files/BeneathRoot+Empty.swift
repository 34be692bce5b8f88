private import Glibc

extension BeneathRoot {
  /// How deep folders are followed; what lies deeper is left.
  private static let depthLimit = 200

  /// The result of emptying a root: what was removed, and why something was left.
  package struct Emptied: Hashable, Sendable {
    /// How many files and links were removed.
    package var files = 0
    /// The bytes of the regular files among them.
    package var bytes: Int64 = 0
    /// Why the first thing that could not be removed was left; nil where nothing was.
    package var failure: PlatformError?
  }

  /// Removes everything below the root but the files at the paths in `keeping` and the folders that
  /// hold them.
  ///
  /// No link is followed and no other file system is entered: each folder is opened by its name in
  /// the folder above, which stays open meanwhile. It may be interrupted and repeated. A rehearsal
  /// removes nothing.
  package func empty(
    keeping: Set<String>, isRehearsal: Bool = false
  ) throws(PlatformError) -> Emptied {
    let folder = try open(".", O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
    let device = try folder.info(path: path).device
    var emptying = Emptying(keeping: keeping, device: device, isRehearsal: isRehearsal)
    _ = try emptying.empty(folder, path: "", depth: 0)
    return emptying.done
  }

  /// One emptying on its way.
  private struct Emptying {
    let keeping: Set<String>
    let device: UInt64
    let isRehearsal: Bool
    var done = Emptied()

    /// Empties one folder; whether nothing is left in it.
    mutating func empty(
      _ folder: borrowing Descriptor, path prefix: String, depth: Int
    ) throws(PlatformError) -> Bool {
      var left = 0
      for name in try FileSystem.names(in: folder, path: prefix, skipped: &left) {
        let path = prefix.isEmpty ? name : "\(prefix)/\(name)"
        guard !keeping.contains(path) else {
          left += 1
          continue
        }
        do throws(PlatformError) {
          if try !remove(name, in: folder, path: path, depth: depth) { left += 1 }
        } catch {
          // Another process has removed it meanwhile: it is gone all the same.
          guard error.errno != ENOENT else { continue }
          done.failure = done.failure ?? error
          left += 1
        }
      }
      return left == 0
    }

    private mutating func remove(
      _ name: String, in folder: borrowing Descriptor, path: String, depth: Int
    ) throws(PlatformError) -> Bool {
      let info = try FileSystem.info(folder.number, name, followingLinks: false)
      guard info.kind == .folder else {
        try unlink(name, in: folder, path: path, flags: 0)
        done.files += 1
        if info.kind == .file { done.bytes += info.bytes }
        return true
      }
      guard info.device == device, depth < BeneathRoot.depthLimit else {
        throw PlatformError(errno: EXDEV, operation: "emptying", path: path)
      }
      let number = try retrying("opening", path) {
        unsafe openat(folder.number, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      }
      guard try empty(Descriptor(number: number), path: path, depth: depth + 1) else {
        return false
      }
      try unlink(name, in: folder, path: path, flags: AT_REMOVEDIR)
      return true
    }

    private func unlink(
      _ name: String, in folder: borrowing Descriptor, path: String, flags: Int32
    ) throws(PlatformError) {
      guard !isRehearsal else { return }
      _ = try retrying("removing", path) { unsafe unlinkat(folder.number, name, flags) }
    }
  }
}
