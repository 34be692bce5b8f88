import Glibc

/// A moment as a file system keeps it: any 64-bit second, far more than an instant's microseconds
/// reach.
package struct FileTime: Hashable, Comparable, Sendable {
  /// Seconds since the epoch; negative before it.
  package let seconds: Int64
  /// Nanoseconds within the second, 0…999,999,999.
  package let nanoseconds: Int64

  /// Makes a moment of seconds and nanoseconds.
  package init(seconds: Int64, nanoseconds: Int64) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  init(_ time: timespec) {
    self.init(seconds: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec))
  }

  /// The moment cut to microseconds and held at the ends of an instant's range.
  package var instant: Instant {
    let (micros, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
    guard !overflow else { return Instant(microseconds: seconds < 0 ? .min : .max) }
    return Instant(microseconds: micros).advanced(byMicroseconds: nanoseconds / 1_000)
  }

  /// Orders moments by time.
  package static func < (left: FileTime, right: FileTime) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}
