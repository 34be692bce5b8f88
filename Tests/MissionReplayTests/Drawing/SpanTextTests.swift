import MissionReplay
import Testing

@Test(arguments: [
  (0, "0:00.0"), (12_340_000, "0:12.3"), (754_990_000, "12:34.9"), (3_723_400_000, "1:02:03.4"),
  (183_845_000_000, "2d 03:04:05"), (-5, "0:00.0"),
])
func aStretchOfTimeReadsAsAClock(microseconds: Int64, text: String) {
  #expect(SpanText.clock(microseconds) == text)
}

@Test(arguments: [(0, "0:00.000"), (12_345, "0:00.012"), (99_999, "0:00.099")])
func aShortStretchOfTimeIsShownInMilliseconds(microseconds: Int64, text: String) {
  #expect(SpanText.clock(microseconds, isShort: true) == text)
}

@Test(arguments: [
  (0, "2026-03-01 09:30:00 +00:00"), (3_600, "2026-03-01 10:30:00 +01:00"),
  (-12_600, "2026-03-01 06:00:00 -03:30"),
])
func aMomentIsShownInItsZone(offset: Int, text: String) {
  #expect(ClockFace { _ in offset }.full(Story.start) == text)
}
