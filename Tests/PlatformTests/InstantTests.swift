import Platform
import Testing

@Suite struct InstantTests {
  @Test func theEpochIsWrittenWithSixDecimals() {
    #expect(Instant.epoch.description == "1970-01-01T00:00:00.000000Z")
  }
}
