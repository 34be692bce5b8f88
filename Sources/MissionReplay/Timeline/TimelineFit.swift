/// A search for the fullest excerpt of a timeline that fits a budget of bytes.
package struct TimelineFit: Sendable {
  private let timeline: Timeline

  /// Makes a fit for a timeline.
  package init(_ timeline: Timeline) {
    self.timeline = timeline
  }

  /// The fullest excerpt that `fits` accepts: texts are cut before events go, and events go before
  /// spans and silences.
  ///
  /// Costs some dozens of calls of `fits`. Nil where even the heading alone is refused.
  package func excerpt(fits: (TimelineExcerpt) -> Bool) -> TimelineExcerpt? {
    for text in [Int.max, 500, 160] {
      if let found = most(atLeast: 12, text: text, others: .max, fits) { return found }
    }
    for others in [Int.max, 16, 4, 1, 0] {
      if let found = most(atLeast: others == 0 ? 0 : 2, text: 80, others: others, fits) {
        return found
      }
    }
    return most(atLeast: 0, text: 16, others: 0, fits)
  }

  /// The excerpt with the most events, at least `least` if there are so many, within the other
  /// limits.
  private func most(
    atLeast least: Int, text: Int, others: Int, _ fits: (TimelineExcerpt) -> Bool
  ) -> TimelineExcerpt? {
    var limits = TimelineExcerpt.Limits()
    (limits.text, limits.others) = (text, others)
    let whole = TimelineExcerpt(timeline, limits: limits)
    if fits(whole) { return whole }
    var (low, high) = (min(least, timeline.entries.count), timeline.entries.count)
    var found: TimelineExcerpt?
    while low < high {
      let middle = found == nil ? low : low + (high - low) / 2
      limits.events = middle
      let excerpt = TimelineExcerpt(timeline, limits: limits)
      if fits(excerpt) {
        found = excerpt
        low = middle + 1
      } else if found == nil {
        return nil
      } else {
        high = middle
      }
    }
    return found
  }
}
