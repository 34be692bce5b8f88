import MissionReplay
import Testing

@Test(arguments: [
  ("it ended\noops\n", "it ended", "it ended: oops"), ("it ended\n\n", "it ended", "it ended"),
  ("it ended", "it ended", "it ended"), ("no network", nil, "no network"),
  ("other words", "it ended", "other words"), (nil, "it ended", "it ended"), (nil, nil, nil),
])
func aFailureInOneLineTellsItsReasonFromItsOutput(detail: String?, reason: String?, line: String?) {
  #expect(FailureText.line(detail, reason: reason) == line)
}
