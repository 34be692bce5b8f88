/// A number as people write it: `3600`, `0.5`.
package enum PlainNumber {
  /// The number's text, without a fraction if it has none.
  package static func text(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
  }
}
