private import Glibc

extension FileSystem {
  /// Says which permissions keep this user from reading the file at `path`, its own or those of a
  /// folder above it; nil if none do, or if nothing is there.
  package static func denial(_ path: String) -> String? {
    let code = unsafe faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) == 0 ? 0 : errno
    guard code == EACCES || code == EPERM else { return nil }
    var place = path
    while true {
      if let info = try? info(place, followingLinks: true) {
        return info.owner == geteuid()
          ? "permission denied: the mode of \(place) keeps its own user from reading it"
          : "permission denied: \(place) belongs to \(userName(info.owner)); "
            + "run as that user, or give access"
      }
      guard let parent = parent(of: place) else { return "permission denied: \(path)" }
      place = parent
    }
  }

  /// Whether this user may make a folder at `path`, or use the existing one: the nearest thing that
  /// exists on the path is a folder and writable.
  package static func canMakeFolder(at path: String) -> Bool {
    var place = path
    while true {
      if let info = try? info(place, followingLinks: true) {
        return info.kind == .folder && isWritable(place)
      }
      guard let parent = parent(of: place) else { return false }
      place = parent
    }
  }

  /// The name of a user, or the number if it has none.
  private static func userName(_ id: UInt32) -> String {
    var entry = unsafe passwd()
    var found: UnsafeMutablePointer<passwd>?
    let size = 16_384
    return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) { buffer in
      guard let base = buffer.baseAddress,
        unsafe getpwuid_r(id, &entry, base, size, &found) == 0,
        let name = unsafe found?.pointee.pw_name
      else { return "user \(id)" }
      return unsafe String(cString: name)
    }
  }
}
