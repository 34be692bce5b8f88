import Testing

@testable import MissionModel

/// Since when a server serves, by its pulse.
struct ServingSpanTests {
  private let second: Int64 = 1_000_000

  @Test func aServerThatPulsesServesSinceItsStart() {
    var span = ServingSpan(from: 5 * second)
    for moment: Int64 in 6...60 { span.pulse(at: moment * second) }
    #expect(span.start(at: 61 * second) == 5 * second)
  }

  @Test func aServerThatStoodStillServesSinceThen() {
    var span = ServingSpan(from: 5 * second)
    span.pulse(at: 6 * second)
    // The reconciler may look before the first pulse after it.
    #expect(span.start(at: 20 * second) == 20 * second)
    span.pulse(at: 20 * second + 10)
    #expect(span.start(at: 21 * second) == 20 * second + 10)
  }

  @Test func aLatePulseIsNoStandstill() {
    var span = ServingSpan(from: 0)
    span.pulse(at: 3 * second)
    #expect(span.start(at: 6 * second) == 0)
  }
}
