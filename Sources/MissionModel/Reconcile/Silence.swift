/// The silence of a mission's worker, and how it was measured.
package struct Silence: Hashable, Sendable {
  /// The means of measurement.
  package enum Measure: String, Choice {
    /// The monotonic clock of this machine, which recorded the last word in the same boot.
    case monotonic
    /// This reconciler's own looks at the log: it saw no word between two of them.
    case observed
  }

  /// The length in seconds.
  package let seconds: Double
  /// The means of measurement.
  package let measure: Measure

  /// Makes a span of silence.
  package init(seconds: Double, measure: Measure) {
    self.seconds = seconds
    self.measure = measure
  }
}
