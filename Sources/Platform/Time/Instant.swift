/// A moment, in whole microseconds since 1970-01-01T00:00:00Z, without leap seconds.
public struct Instant: Hashable, Comparable, Sendable {
  /// Microseconds since the epoch; negative before it.
  public let microseconds: Int64

  /// Makes the moment that lies `microseconds` after the epoch.
  public init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  /// The moment 1970-01-01T00:00:00Z.
  public static let epoch = Instant(microseconds: 0)

  /// Orders moments by time.
  public static func < (left: Instant, right: Instant) -> Bool {
    left.microseconds < right.microseconds
  }

  /// Returns the moment `delta` microseconds later, held at the ends of the range.
  public func advanced(byMicroseconds delta: Int64) -> Instant {
    let (sum, overflow) = microseconds.addingReportingOverflow(delta)
    return Instant(microseconds: overflow ? (delta < 0 ? .min : .max) : sum)
  }

  /// Returns the moment `seconds` later, rounded to a microsecond and held at the ends of the
  /// range.
  public func advanced(bySeconds seconds: Double) -> Instant {
    advanced(byMicroseconds: Instant.microseconds(inSeconds: seconds))
  }

  /// Returns how many seconds this moment lies after `other`; negative when it lies before.
  public func seconds(since other: Instant) -> Double {
    Double(microseconds(since: other)) / 1_000_000
  }

  /// Returns how many microseconds this moment lies after `other`, held at the ends of the range.
  public func microseconds(since other: Instant) -> Int64 {
    let (delta, overflow) = microseconds.subtractingReportingOverflow(other.microseconds)
    return overflow ? (microseconds < other.microseconds ? .min : .max) : delta
  }

  /// Returns `seconds` as whole microseconds, held at the ends of the range; zero for NaN.
  public static func microseconds(inSeconds seconds: Double) -> Int64 {
    let scaled = (seconds * 1_000_000).rounded()
    if let exact = Int64(exactly: scaled) { return exact }
    return scaled.isNaN ? 0 : scaled < 0 ? .min : .max
  }
}
