import Platform
import Testing

@testable import MissionModel

@Suite struct LegacyTimeTests {
  @Test(arguments: [
    ("2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000000Z", true),
    ("2026-01-02T03:04:05.25+00:00", "2026-01-02T03:04:05.250000Z", true),
    (" 2026-01-02 03:04:05 ", "2026-01-02T03:04:05.000000Z", false),
    ("2026-01-02T03:04:05.123456", "2026-01-02T03:04:05.123456Z", false),
    ("2026-01-02T05:04:05+0200", "2026-01-02T03:04:05.000000Z", true),
    ("2026-01-01T22:04:05-05", "2026-01-02T03:04:05.000000Z", true),
    ("2026-01-02 03:04 UTC", "2026-01-02T03:04:00.000000Z", true),
    ("2026-01-02", "2026-01-02T00:00:00.000000Z", false),
    ("1767323045", "2026-01-02T03:04:05.000000Z", true),
    ("1767323045.25", "2026-01-02T03:04:05.250000Z", true),
    ("1767323045000", "2026-01-02T03:04:05.000000Z", true),
    ("1.767323045e+15", "2026-01-02T03:04:05.000000Z", true),
  ])
  func aTimeIsReadAsItWasWritten(text: String, time: String, hasZone: Bool) throws {
    let read = try #require(LegacyTime(.text(text)))
    #expect(read.instant.description == time)
    #expect(read.hasZone == hasZone)
  }

  @Test(arguments: [
    "soon", "n/a", "", " ", "0", "2026", "2026-02-30T00:00:00Z", "12:00", "2026-01-02X",
    "9999-12-31T23:59:59-08:00", "0000-01-01T00:00:00+01:00",
    "20260102", "202601020304", "20260102030405", "2026010203040599",
    "2026010203", "0x1p30", "1767323045 s",
  ])
  func aTextThatIsNoTimeIsNone(text: String) {
    #expect(LegacyTime(.text(text)) == nil)
  }

  @Test func numbersAreSecondsOrPartsOfThem() {
    let wanted = Instant(microseconds: 1_767_322_800_000_000)
    #expect(LegacyTime(.integer(1_767_322_800))?.instant == wanted)
    #expect(LegacyTime(.integer(1_767_322_800_000))?.instant == wanted)
    #expect(LegacyTime(.integer(1_767_322_800_000_000))?.instant == wanted)
    #expect(LegacyTime(.integer(0)) == nil)
  }
}
