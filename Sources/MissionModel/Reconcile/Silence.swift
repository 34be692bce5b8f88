/// How long nothing was heard of a worker's mission, and by what that was measured.
package struct Silence: Hashable, Sendable {
  /// What measured it.
  package enum Measure: String, Choice {
    /// The monotonic clock of the machine that recorded the last word, which is this one in the same boot.
    case monotonic
    /// This reconciler's own looks at the log: it saw no word between two of them.
    case observed
  }

  /// How long, in seconds.
  package let seconds: Double
  /// What measured it.
  package let measure: Measure

  /// Makes a span of silence.
  package init(seconds: Double, measure: Measure) {
    self.seconds = seconds
    self.measure = measure
  }
}
