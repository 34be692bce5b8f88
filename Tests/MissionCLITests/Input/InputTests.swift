import MissionReplay
import Platform
import Testing

@testable import MissionCLI

@Suite struct InputTests {
  private let time: TimeText

  init() throws {
    let now = try #require(Instant(iso8601: "2026-03-01T23:30:00Z"))
    time = TimeText(now: now, face: ClockFace { _ in 3_600 })
  }

  @Test(arguments: [
    ("2026-01-31T14:05:00Z", "2026-01-31T14:05:00.000000Z"),
    ("2026-01-31T14:05:00+02:00", "2026-01-31T12:05:00.000000Z"),
    ("2h", "2026-03-01T21:30:00.000000Z"), ("90m", "2026-03-01T22:00:00.000000Z"),
    // In the reader's zone it is the 2nd of March already.
    ("00:05", "2026-03-01T23:05:00.000000Z"), ("0:05:30", "2026-03-01T23:05:30.000000Z"),
  ])
  func aPastTimeIsRead(text: String, instant: String) throws {
    #expect(try TimeInput.argument(text).past(time).description == instant)
  }

  @Test func aDurationMayLieAhead() throws {
    #expect(
      try TimeInput.argument("2h").future(time).description == "2026-03-02T01:30:00.000000Z")
  }

  @Test(arguments: ["", "2", "yesterday", "25:00", "14:5", "2026-01-31", "-2h", "2h3"])
  func whatIsNoTimeIsRefused(text: String) {
    #expect(TimeInput(text) == nil)
  }

  @Test func aDurationIsOneOfAHundredYearsAtMost() throws {
    #expect(DurationInput("36500d")?.seconds == DurationInput.longest)
    #expect(DurationInput("36501d") == nil)
    #expect(DurationInput("99999999999999999999") == nil)
    #expect(TimeInput("99999999999999999999d") == nil)
  }
}
