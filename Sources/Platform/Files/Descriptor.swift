private import Glibc

/// An open file that is closed when the value ends, and that no child inherits.
struct Descriptor: ~Copyable {
  let number: Int32

  /// Opens `path` with `flags` and `O_CLOEXEC`.
  static func open(
    _ path: String, _ flags: Int32, mode: UInt32 = 0
  ) throws(PlatformError) -> Descriptor {
    let number = try retrying("opening", path) { unsafe Glibc.open(path, flags | O_CLOEXEC, mode) }
    return Descriptor(number: number)
  }

  deinit {
    close(number)
  }

  /// Writes all of `bytes` at the file's place.
  func write(_ bytes: [UInt8], path: String) throws(PlatformError) {
    var written = 0
    while written < bytes.count {
      let start = written
      written += try retrying("writing", path) {
        unsafe bytes.withUnsafeBytes { buffer in
          unsafe Glibc.write(number, buffer.baseAddress?.advanced(by: start), buffer.count - start)
        }
      }
    }
  }

  /// Reads up to `limit` bytes from the file's place to its end.
  func read(limit: Int, path: String) throws(PlatformError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: min(max(limit, 1), 65_536))
    while bytes.count < limit {
      let wanted = min(chunk.count, limit - bytes.count)
      let count = try retrying("reading", path) {
        unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(number, $0.baseAddress, wanted) }
      }
      guard count > 0 else { break }
      bytes += chunk[..<count]
    }
    return bytes
  }
}

/// Repeats a call until no signal interrupts it.
///
/// - Throws: The errno of a negative answer.
func retrying<Number: SignedInteger>(
  _ operation: String, _ path: String? = nil, _ call: () -> Number
) throws(PlatformError) -> Number {
  while true {
    let result = call()
    if result >= 0 { return result }
    let code = errno
    if code != EINTR { throw PlatformError(errno: code, operation: operation, path: path) }
  }
}
