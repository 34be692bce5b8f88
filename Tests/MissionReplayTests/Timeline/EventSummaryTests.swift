import CanonicalJSON
import EventLog
import MissionModel
import MissionReplay
import Testing

@Test func whatBefellALogIsToldInWords() throws {
  let event = RecordedEvent(
    ledger: "vp", position: 1, stream: StreamName(trusted: "log"), streamID: 1, version: 1,
    type: "log.projection_rebuilt", schema: 1, recordedAt: Story.at(0), actor: "operator:ada@desk",
    payload: try JSONText(#"{"added":1,"digest":"00","projection":"missions","rows":2}"#))
  #expect(EventSummary(of: event).text == "rebuilt: projection missions, rows 2, added 1")
}

@Test(arguments: [
  (ReportedFinish.Kind.completed, "cancelled, the worker had completed: too slow"),
  (.failed, "cancelled, the worker had failed: too slow"), (.cancelled, "cancelled: too slow"),
])
func aCancelTellsWhatTheWorkerHadToSay(_ kind: ReportedFinish.Kind, _ text: String) {
  let payload = MissionCancelled(
    attempt: nil, by: .worker, reason: "too slow", reported: ReportedFinish(kind: kind))
  #expect(EventSummary(.cancelled(payload)).text == text)
}

@Test(arguments: [
  ("too slow", nil, "cancelled, the worker had failed: too slow; the worker: boom"),
  ("cancel_requested", nil, "cancelled, the worker had failed: boom"),
  ("too slow", "boom", "cancelled, the worker had failed: too slow; the worker: boom: at line 1"),
])
func aCancelTellsWhyTheWorkerHadFailed(_ reason: String, _ message: String?, _ text: String) {
  let finish = ReportedFinish(
    kind: .failed, outcome: MissionOutcome(message: message), failureMode: .selfReported,
    error: message == nil ? "boom" : "boom\nat line 1")
  let payload = MissionCancelled(attempt: nil, by: .worker, reason: reason, reported: finish)
  #expect(EventSummary(.cancelled(payload)).text == text)
}

@Test func whoCancelledIsNamedAndNoReasonIsNone() {
  let asked = MissionEvent.cancelRequested(MissionCancelRequested(reason: "cancel_requested"))
  let ended = MissionEvent.cancelled(
    MissionCancelled(attempt: nil, by: .orchestrator, reason: "cancel_requested"))
  let actor = "operator:ada@desk"
  #expect(EventSummary(asked, by: actor).text == "cancel requested by operator:ada@desk")
  #expect(EventSummary(ended, by: actor).text == "cancelled by operator:ada@desk")
  #expect(EventSummary(ended).text == "cancelled")
}
