private import Glibc

/// A call of the operating system that failed.
package struct PlatformError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kernel's number of the failure, such as `ENOSPC`.
  package let errno: Int32
  /// What was being done, such as `open`.
  package let operation: String
  /// The file it was done to, if any.
  package let path: String?

  package init(errno: Int32, operation: String, path: String? = nil) {
    self.errno = errno
    self.operation = operation
    self.path = path
  }

  /// A sentence for people: the operation, the path and the kernel's words.
  package var message: String {
    let reason = unsafe String(cString: strerror(errno))
    return "\(operation)\(path.map { " of \($0)" } ?? "") failed: \(reason) (errno \(errno))"
  }

  package var description: String { message }

  /// Whether the file system or a quota is full, or a file reached its size limit.
  package var isNoSpace: Bool { errno == ENOSPC || errno == EDQUOT || errno == EFBIG }
  /// Whether the caller may not write there.
  package var isReadOnly: Bool { errno == EROFS || errno == EACCES || errno == EPERM }
  /// Whether the system, or this process, has no more descriptors, threads or memory to give.
  package var isOfLimits: Bool { [EMFILE, ENFILE, EAGAIN, ENOMEM].contains(errno) }
  /// Whether the same call, unchanged, may succeed a little later.
  package var mayPass: Bool { isNoSpace || isOfLimits || errno == EIO || errno == EBUSY }
  /// Whether the path leads out of the folder it must stay in.
  package var leadsOut: Bool { errno == EXDEV }
  /// The error for a path that leads out of the folder that it was to stay below.
  package static func leadingOut(_ path: String, of root: String) -> PlatformError {
    PlatformError(errno: EXDEV, operation: "opening below \(root)", path: path)
  }
  /// The error for a file whose content can't be understood.
  package static func badContent(_ operation: String, of path: String) -> PlatformError {
    PlatformError(errno: EBADMSG, operation: operation, path: path)
  }
  /// Whether another holds the lock that was wanted.
  package var isLockHeld: Bool { errno == EAGAIN }
  /// The error for a lock that another holds.
  package static func lockHeld(_ path: String? = nil) -> PlatformError {
    PlatformError(errno: EAGAIN, operation: "locking", path: path)
  }
  /// Whether nothing lies at that path, or ever can, as it is too long.
  package var isMissing: Bool { errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG }
}
