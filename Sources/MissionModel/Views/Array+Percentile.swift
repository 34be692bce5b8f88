extension Array where Element: Comparable {
  /// The value that so many of 100 don't pass, in an array that is sorted; nil where it is empty.
  package func percentile(_ share: Int) -> Element? {
    isEmpty ? nil : self[Swift.max(0, (count * share + 99) / 100 - 1)]
  }
}
