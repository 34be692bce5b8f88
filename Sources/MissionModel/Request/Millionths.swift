/// A number kept as whole millionths: money, seconds, minutes and percentages without floating
/// point, so that rows compare equal on every machine.
package struct Millionths: Hashable, Sendable, Comparable {
  /// The number times 1,000,000: micro-dollars, microseconds.
  package let micros: Int64

  /// The largest number that is accepted from outside, so that sums can't overflow.
  package static let limit = 1_000_000_000.0

  /// Makes the number that is `micros` millionths.
  package init(micros: Int64) { self.micros = micros }

  /// Makes a whole number.
  package init(_ whole: Int) { micros = Int64(whole) * 1_000_000 }

  /// Rounds `value` to the nearest millionth; nil if it isn't finite or exceeds `limit` in size.
  package init?(_ value: Double) {
    guard value.isFinite, value.magnitude <= Self.limit else { return nil }
    micros = Int64((value * 1_000_000).rounded())
  }

  /// The nearest double, as it is printed.
  package var value: Double { Double(micros) / 1_000_000 }

  package static func < (left: Millionths, right: Millionths) -> Bool {
    left.micros < right.micros
  }
}
