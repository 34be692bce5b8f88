import CanonicalJSON
import MissionModel
import MissionTools
import Testing

private func mistake(_ json: String, in tool: any FleetRequest.Type) -> String? {
  refusal(json, in: tool)?.message
}

private func refusal(_ json: String, in tool: any FleetRequest.Type) -> MissionError? {
  do {
    try make(tool, json)
    return nil
  } catch {
    return error as? MissionError
  }
}

private func make<Request: FleetRequest>(_ type: Request.Type, _ json: String) throws {
  try Request(json: json).check()
}

@Test func aToolRefusesAParameterItDoesNotHaveByName() {
  let message = mistake(#"{"mission_id": "m", "colour": 1}"#, in: CancelMission.self)
  #expect(message?.contains("colour") == true)
  #expect(message?.contains("reason") == true)
}

@Test(arguments: [
  (#"{"colour": 1, "size": 2}"#, #"{"unknown_fields":["colour","size"]}"#),
  ("{}", #"{"field":"mission_id"}"#),
  (#"{"mission_id": "m", "events": 501}"#, #"{"field":"events"}"#),
])
func aRefusalNamesTheParameterForMachinesToo(json: String, details: String) {
  #expect(refusal(json, in: GetMission.self)?.details?.description == details)
}

@Test func aToolWithoutParametersSaysThatItTakesNone() {
  do {
    _ = try Arguments(json: Array(#"{"x": 1}"#.utf8), for: [])
    Issue.record("an unknown parameter was taken")
  } catch {
    #expect(error.message == "unknown parameter x; none is taken here")
  }
}

@Test func aRequiredParameterThatLacksIsNamed() {
  #expect(mistake("{}", in: GetMission.self)?.contains("mission_id is required") == true)
  #expect(mistake(#"{"mission_id": null}"#, in: GetMission.self)?.contains("mission_id") == true)
}

@Test(arguments: [
  (
    #"{"mission_id": "m", "events": "20"}"#,
    "events must be a whole number from 0 to 500, not a string"
  ),
  (#"{"mission_id": "m", "events": 501}"#, "events must be a whole number from 0 to 500, not 501"),
  (#"{"mission_id": "m", "events": -1}"#, "events must be a whole number from 0 to 500, not -1"),
  (#"{"mission_id": "m", "heartbeats": 1}"#, "heartbeats must be true or false, not an integer"),
])
func aWrongTypeOrBoundNamesParameterWantedAndGiven(json: String, message: String) {
  #expect(mistake(json, in: GetMission.self) == message)
}

@Test func aParameterThatIsNullCountsAsNotGiven() {
  #expect(mistake(#"{"mission_id": "m", "events": null}"#, in: GetMission.self) == nil)
}

@Test(arguments: DispatchMission.parameters.filter { !$0.isRequired }.map(\.name))
func whateverADispatchNeedNotHaveMayBeNull(name: String) throws {
  let required = #""vp_id": "v", "objective": "o""#
  func request(_ members: String) throws -> DispatchRequest {
    try DispatchMission(json: "{\(members)}").request
  }
  #expect(try request(required + #", "\#(name)": null"#) == request(required))
}

@Test func aLimitOrAFigureThatIsNullCountsAsNotGiven() throws {
  let budget = #"{"max_cost_usd": null, "max_llm_calls": 2}"#
  let request = try DispatchRequest(
    json: JSONText(#"{"vp_id": "v", "objective": "o", "budget": \#(budget)}"#))
  #expect(request.budget == Budget(maxLLMCalls: 2))
  let usage = try Usage(strictly: JSONText(#"{"runtime_seconds": null, "llm_calls": 2}"#))
  #expect(usage == Usage(llmCalls: 2))
  #expect(throws: MissionError.self) { try Usage(strictly: JSONText(#"{"tokens": null}"#)) }
}

@Test func aParameterThatThereIsNotIsRefusedThoughItBeNull() {
  let error = refusal(#"{"mission_id": "m", "colour": null}"#, in: CancelMission.self)
  #expect(error?.details?.description == #"{"unknown_fields":["colour"]}"#)
}

@Test(arguments: ["", "\\u0001", "a\\nb", String(repeating: "s", count: 257)])
func aSessionIsNamedWithoutControlCharacters(name: String) {
  let json = #"{"source_session_id": "\#(name)"}"#
  for tool in [ReadFeed.self, ListMissions.self] as [any FleetRequest.Type] {
    #expect(refusal(json, in: tool)?.details?.description == #"{"field":"source_session_id"}"#)
  }
  #expect(mistake(#"{"source_session_id": "chat 7 é"}"#, in: ReadFeed.self) == nil)
}

@Test(arguments: ["[]", "", "{", #"{"a": 1, "a": 2}"#, "7"])
func parametersMustBeOneJSONObject(json: String) {
  #expect(mistake(json, in: ListVPs.self) != nil)
}

@Test func anIDThatIsNoneIsRefused() {
  #expect(mistake(#"{"mission_id": "../x"}"#, in: GetMission.self)?.contains("mission_id") == true)
}

@Test(
  arguments: [
    ("all", []), ("queued,all", []), ("queued", [.queued]), ("stale,blocked", [.blocked, .stale]),
    ("running, cancelling", [.running, .cancelling]),
  ] as [(String, Set<EffectiveStatus>)])
func statusesAreWordsJoinedByCommas(text: String, statuses: Set<EffectiveStatus>) throws {
  #expect(try ListMissions.statuses(of: text) == statuses)
}

@Test(arguments: ["", ",", " ", String(repeating: "all,", count: 65)])
func noStatusOrTooLongAListOfThemIsRefused(text: String) {
  #expect(mistake(#"{"status": "\#(text)"}"#, in: ListMissions.self)?.contains("status") == true)
}

@Test func anUnknownStatusIsRefusedWithTheKnownOnes() {
  let message = mistake(#"{"status": "queued,sleeping"}"#, in: ListMissions.self)
  #expect(message?.contains("'sleeping'") == true)
  #expect(message?.contains("cancelling") == true)
}

@Test(arguments: [
  #"{}"#, #"{"mission_id": "m", "mission_ids": ["n"]}"#, #"{"mission_ids": []}"#,
  #"{"mission_id": "m", "timeout_seconds": 3601}"#, #"{"mission_id": "m", "mode": "some"}"#,
])
func aWaitWantsOneWayOfNamingMissionsAndBoundsThatHold(json: String) {
  #expect(mistake(json, in: WaitMission.self) != nil)
}

@Test func progressWantsSomethingToSay() {
  let target = #""mission_id": "m", "worker_id": "w", "attempt": 1"#
  #expect(mistake("{\(target)}", in: ReportProgress.self) != nil)
  #expect(mistake("{\(target), \"percent\": 101}", in: ReportProgress.self) != nil)
  #expect(mistake("{\(target), \"percent\": 100}", in: ReportProgress.self) == nil)
  #expect(
    mistake(#"{\#(target), "usage": {"llm_calls": -1}}"#, in: ReportProgress.self)?
      .contains("usage.llm_calls") == true)
  #expect(
    mistake(#"{\#(target), "usage": {"tokens": 1}}"#, in: ReportProgress.self)?
      .contains("usage.tokens") == true)
}

@Test(arguments: ["stale_claim_expired", "because"])
func aWorkerReportsOnlyFailuresOfItsOwn(mode: String) {
  let json =
    #"{"mission_id": "m", "worker_id": "w", "attempt": 1, "error": "e", "failure_mode": "\#(mode)"}"#
  #expect(mistake(json, in: ReportFail.self)?.contains("failure_mode") == true)
}

@Test(arguments: [
  (#"{"vp_id": "v", "reason": ""}"#, "reason"), (#"{"vp_id": "v", "until": "noon"}"#, "until"),
])
func aPauseIsHeldToItsBoundsWhoeverAsksForIt(json: String, field: String) {
  #expect(mistake(json, in: PauseQueue.self)?.hasPrefix("\(field) must be ") == true)
}

@Test(arguments: [
  #"{"action": "set"}"#, #"{"action": "set", "position": 3}"#,
  #"{"action": "set", "position": -1, "ledger": "vp"}"#, #"{"action": "away"}"#,
])
func aCursorThatNamesNoPlaceIsRefused(json: String) {
  #expect(refusal(json, in: MoveBridgeCursor.self)?.code == .validationError)
}

@Test func aPositionOfNoLedgerHasNoRoot() {
  #expect(mistake(#"{"at": 3}"#, in: ShowRoots.self) == "at needs ledger beside it")
  #expect(mistake(#"{"at": 3, "ledger": "vp"}"#, in: ShowRoots.self) == nil)
}
