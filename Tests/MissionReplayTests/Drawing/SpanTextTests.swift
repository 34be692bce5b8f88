import MissionReplay
import Platform
import Testing

@Test(arguments: [
  (0, "0:00.0"), (12_340_000, "0:12.3"), (754_990_000, "12:34.9"), (3_723_400_000, "1:02:03.4"),
  (183_845_000_000, "2d 03:04:05"), (-5, "0:00.0"),
])
func aStretchOfTimeReadsAsAClock(microseconds: Int64, text: String) {
  #expect(SpanText.clock(microseconds) == text)
}

@Test(arguments: [
  (400_000, "0.4 s"), (48_000_000, "48 s"), (200_000_000, "3 min 20 s"), (180_000_000, "3 min"),
  (7_500_000_000, "2 h 5 min"), (273_600_000_000, "3 d 4 h"),
])
func aStretchOfTimeReadsInItsLargestUnits(microseconds: Int64, text: String) {
  #expect(SpanText.words(microseconds) == text)
}

@Test(arguments: [
  (0, "2026-03-01 09:30:00 +00:00"), (3_600, "2026-03-01 10:30:00 +01:00"),
  (-12_600, "2026-03-01 06:00:00 -03:30"),
])
func aMomentIsShownInItsZone(offset: Int, text: String) {
  #expect(ClockFace { _ in offset }.full(Story.start) == text)
}
