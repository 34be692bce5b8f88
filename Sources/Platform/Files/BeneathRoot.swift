private import CPlatform
private import Glibc

/// A folder whose files are reached by paths that can't lead out of it, whatever other processes do
/// to it meanwhile.
///
/// The kernel resolves each path (`openat2` with `RESOLVE_BENEATH`): `..` beyond the root, an
/// absolute path and a symbolic link that leads out, or is absolute, throw `EXDEV`. The root's own
/// path may hold the links that its opener allows.
package final class BeneathRoot: Sendable {
  /// Which parts of a root's own path may be links.
  package enum Links: Hashable, Sendable {
    case anywhere
    /// All but the last.
    case above
    case nowhere
  }

  package let path: String
  private let folder: Int32

  /// Opens the folder at `path`.
  ///
  /// - Throws: `EXDEV` also for a link where `links` allows none: whoever put it there may have it
  ///   lead anywhere.
  package init(path: String, links: Links = .anywhere) throws(PlatformError) {
    self.path = path
    try Self.check(path)
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
    do throws(PlatformError) {
      folder = try retrying("opening", path) {
        switch links {
        case .anywhere: unsafe Glibc.open(path, flags)
        case .above: unsafe Glibc.open(path, flags | O_NOFOLLOW)
        case .nowhere: unsafe cplatform_open_without_links(path, flags)
        }
      }
    } catch {
      let isLink =
        switch links {
        case .anywhere: false
        case .above: (try? FileSystem.info(path).kind) == .symbolicLink
        case .nowhere: error.errno == ELOOP
        }
      throw isLink ? PlatformError.leadingOut(path, of: FileSystem.parent(of: path) ?? "/") : error
    }
  }

  private init(path: String, folder: Int32) {
    self.path = path
    self.folder = folder
  }

  deinit {
    close(folder)
  }

  /// Opens the folder `name`, right below the root, as a root of its own.
  ///
  /// - Throws: `ENOTDIR` if a link is in its place.
  package func folder(_ name: String) throws(PlatformError) -> BeneathRoot {
    let opened = try open(name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
    let number = try retrying("opening", name) { fcntl(opened.number, F_DUPFD_CLOEXEC, 0) }
    return BeneathRoot(path: path + "/" + name, folder: number)
  }

  /// Opens a regular file below the root for reading.
  ///
  /// - Throws: `EINVAL` for a folder, a pipe or a device.
  package func openFile(_ relative: String) throws(PlatformError) -> BeneathFile {
    // Without O_NONBLOCK a pipe put in the file's place would hold the caller for ever.
    let file = try open(relative, O_RDONLY | O_NONBLOCK | O_NOCTTY)
    let info = try file.info(path: relative)
    guard info.kind == .file else {
      throw PlatformError(errno: EINVAL, operation: "opening as a regular file", path: relative)
    }
    return BeneathFile(path: relative, info: info, file: file)
  }

  /// Makes the folder at `relative`, and those missing above it, for this user alone (0700).
  ///
  /// An existing folder keeps its permissions.
  ///
  /// - Throws: `EXDEV` for a link that leads out, or to no folder.
  package func makeFolder(_ relative: String) throws(PlatformError) {
    var path = ""
    var above = try open(".", O_RDONLY | O_DIRECTORY)
    for name in relative.split(separator: "/").map(String.init) {
      path += path.isEmpty ? name : "/" + name
      if unsafe mkdirat(above.number, name, 0o700) == 0 {
        // A folder that is writable but not readable can't be synced.
        _ = fsync(above.number)
      } else if errno != EEXIST {
        throw PlatformError(errno: errno, operation: "making folder", path: path)
      }
      do throws(PlatformError) {
        above = try open(path, O_RDONLY | O_DIRECTORY)
      } catch {
        let info = try? FileSystem.info(above.number, name, followingLinks: false)
        throw info?.kind == .symbolicLink ? .leadingOut(path, of: self.path) : error
      }
    }
  }

  /// Replaces the file at `relative` by one of `bytes`, as `FileSystem.writeAtomically` does.
  package func writeAtomically(_ bytes: [UInt8], to relative: String) throws(PlatformError) {
    let parent = try open(FileSystem.parent(of: relative) ?? ".", O_RDONLY | O_DIRECTORY)
    try PendingFile(for: path + "/" + relative, in: parent, mode: 0o600).write(bytes)
  }

  /// Opens what lies at `relative` below the root.
  func open(_ relative: String, _ flags: Int32) throws(PlatformError) -> Descriptor {
    try Self.check(relative)
    // The kernel gives up for the moment when a rename elsewhere comes between.
    for _ in 0..<64 {
      let number = unsafe cplatform_open_beneath(folder, relative, flags)
      if number >= 0 { return Descriptor(number: number) }
      guard errno == EAGAIN || errno == EINTR else { break }
    }
    throw PlatformError(errno: errno, operation: "opening below \(path)", path: relative)
  }

  /// Refuses a path with a NUL: the kernel would read only the part before it.
  private static func check(_ path: String) throws(PlatformError) {
    guard !path.utf8.contains(0) else {
      throw PlatformError(errno: ENOENT, operation: "opening", path: path)
    }
  }
}

/// A regular file below a root, open for reading: the same file however its path changes meanwhile.
package struct BeneathFile: ~Copyable {
  package let path: String
  /// What the file system said when it was opened.
  package let info: FileInfo
  private let file: Descriptor

  init(path: String, info: FileInfo, file: consuming Descriptor) {
    self.path = path
    self.info = info
    self.file = file
  }

  /// Returns up to `count` bytes from `offset` on; fewer only at the file's end.
  package func read(offset: Int64, count: Int) throws(PlatformError) -> [UInt8] {
    precondition(offset >= 0 && count >= 0, "a range of bytes")
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: min(max(count, 1), 1 << 20))
    while bytes.count < count {
      let wanted = min(chunk.count, count - bytes.count)
      let place = offset + Int64(bytes.count)
      let got = try retrying("reading", path) {
        unsafe chunk.withUnsafeMutableBytes { buffer in
          unsafe pread(file.number, buffer.baseAddress, wanted, off_t(place))
        }
      }
      guard got > 0 else { break }
      bytes += chunk[..<got]
    }
    return bytes
  }
}
