/// The time since which a server has served without a break, by its own pulse.
///
/// A server that was stopped, or whose machine was, heard nobody meanwhile: its span begins anew.
/// Times are the monotonic clock's, in microseconds.
package struct ServingSpan: Hashable, Sendable {
  /// How often a server notes that it serves, in seconds.
  package static let pulseSeconds = 1.0
  /// The time without a pulse after which a server has stood still.
  private static let longestPause: Int64 = 3_000_000

  private var since: Int64
  private var lastPulse: Int64

  /// Begins a span.
  package init(from moment: Int64) {
    since = moment
    lastPulse = moment
  }

  /// Notes that the server serves.
  package mutating func pulse(at moment: Int64) {
    since = start(at: moment)
    lastPulse = moment
  }

  /// The start of the span at a moment, which may be the first one after a standstill.
  package func start(at moment: Int64) -> Int64 {
    moment - lastPulse > Self.longestPause ? moment : since
  }
}
