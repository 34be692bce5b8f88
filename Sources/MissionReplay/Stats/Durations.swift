import MissionModel

/// Lengths of time in microseconds, for their percentiles and their maximum.
///
/// It keeps every one, 8 bytes each, so that its answers are exact.
package struct Durations: Hashable, Sendable {
  private var values: [Int64] = []

  /// Makes an empty collection.
  package init() {}

  /// How many there are.
  package var count: Int { values.count }
  /// The longest; nil without any.
  package var longest: Int64? { values.max() }

  /// Adds one; a negative one counts as zero.
  package mutating func add(_ microseconds: Int64) {
    values.append(max(0, microseconds))
  }

  /// Adds those of another collection.
  package mutating func add(_ other: Durations) {
    values += other.values
  }

  /// The values that a share per cent of them don't exceed, for each share; nil without any.
  package func percentiles(_ shares: [Int]) -> [Int64?] {
    let sorted = values.sorted()
    return shares.map(sorted.percentile)
  }
}
