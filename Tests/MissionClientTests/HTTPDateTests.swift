import Platform
import Testing

@testable import MissionClient

@Suite struct HTTPDateTests {
  @Test(arguments: [
    ("Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z"),
    ("Mon, 31 Jan 2028 23:59:59 GMT", "2028-01-31T23:59:59Z"),
    ("Sun, 06 Nov 1994 08:49:37 CET", nil), ("Sunday, 06-Nov-94 08:49:37 GMT", nil), ("", nil),
  ])
  func aTimeIsReadAsServersWriteIt(text: String, expected: String?) {
    #expect(Instant(httpDate: text) == expected.flatMap { Instant(iso8601: $0) })
  }
}
