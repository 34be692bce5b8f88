/// Round places on an axis of time.
enum TimeTicks {
  private static let second: Int64 = 1_000_000
  private static let steps: [Int64] =
    [1, 2, 5, 10, 20, 50, 100, 200, 500].map { $0 * 1_000 }
    + [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400]
    .map { $0 * second }

  /// Offsets from 0 up to `length` microseconds at the shortest round step that gives at most
  /// `limit` of them.
  static func offsets(of length: Int64, atMost limit: Int64) -> [Int64] {
    guard length > 0 else { return [0] }
    let day = 86_400 * second
    let days = (length / (day * limit) + 1) * day
    let step = steps.first { length / $0 < limit } ?? days
    return Array(stride(from: 0, through: length, by: Int64.Stride(step)))
  }
}
