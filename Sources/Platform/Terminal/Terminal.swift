private import CPlatform
private import Glibc

/// The standard streams as a person meets them: a terminal or not, how wide, and in which time
/// zone.
package enum Terminal {
  /// Whether `descriptor` (1 is standard output, 2 standard error) is a terminal.
  package static func isTerminal(_ descriptor: Int32) -> Bool {
    isatty(descriptor) == 1
  }

  /// The terminal's width in columns, nil where `descriptor` is no terminal.
  package static func columns(_ descriptor: Int32) -> Int? {
    let columns = Int(cplatform_terminal_columns(descriptor))
    return columns > 0 ? columns : nil
  }

  /// Seconds east of UTC of this machine's local time at `second` since the epoch.
  package static func offsetFromUTC(at second: Int64) -> Int {
    Int(cplatform_utc_offset(second))
  }

  /// Writes all of `bytes` to `descriptor`; false when nobody reads any more.
  ///
  /// Waits for a slow reader, even if others have made the descriptor non-blocking.
  ///
  /// - Throws: The error of a write that failed otherwise, as on a full disk.
  package static func write(_ bytes: [UInt8], to descriptor: Int32) throws(PlatformError) -> Bool {
    var written = 0
    while written < bytes.count {
      let rest = bytes[written...]
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count > 0 {
        written += count
      } else if errno == EPIPE || errno == EBADF {
        return false
      } else if errno == EAGAIN {
        var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&room, 1, -1)
      } else if errno != EINTR {
        throw PlatformError(errno: errno, operation: "writing to descriptor \(descriptor)")
      }
    }
    return true
  }
}
