package import EventLog
package import Platform

extension LogReader {
  /// Finds the last position recorded at or before a moment; 0 where there is none.
  ///
  /// `recorded_at` never goes back, so this is a binary search: some twenty events read of a million.
  package func position(atOrBefore moment: Instant) throws(LogError) -> Int64 {
    var (low, high): (Int64, Int64) = (0, head)
    while low < high {
      let middle = low + (high - low + 1) / 2
      guard let event = try event(at: middle), event.recordedAt <= moment else {
        high = middle - 1
        continue
      }
      low = middle
    }
    return low
  }
}
