/// Lengths of time in microseconds, of which the middle, the long end and the longest are asked.
///
/// It keeps every one, 8 bytes each, so that what it says is exact.
package struct Durations: Hashable, Sendable {
  private var values: [Int64] = []

  /// Makes an empty collection.
  package init() {}

  /// How many there are.
  package var count: Int { values.count }
  /// The longest; nil without any.
  package var longest: Int64? { values.max() }

  /// Adds one; a negative one counts as none at all.
  package mutating func add(_ microseconds: Int64) {
    values.append(max(0, microseconds))
  }

  /// Adds those of another collection.
  package mutating func add(_ other: Durations) {
    values += other.values
  }

  /// The values that so many of 100 don't pass, for each share asked; nil without any.
  package func percentiles(_ shares: [Int]) -> [Int64?] {
    let sorted = values.sorted()
    return shares.map { share in
      sorted.isEmpty ? nil : sorted[max(0, (sorted.count * share + 99) / 100 - 1)]
    }
  }
}
