import CanonicalJSON
import EventLog
import Platform
import Testing

@testable import MissionModel

/// What can be folded can be read whole, and the other way round: else a row would stand for a
/// mission that no command can be told of.
@Suite struct PayloadExtentTests {
  private static let values = [
    "null", "true", "1", "-1", "0.5", #""""#, #""x""#, #""a b""#, #""a\nb""#, "[]", #"["x"]"#,
    "[1]",
    "{}", #"{"a":1}"#, #"{"max_llm_calls":1}"#, #"{"max_llm_calls":"x"}"#, #"{"llm_calls":true}"#,
  ]

  private func members(of payload: JSONText) throws -> [(key: String, value: JSONText)] {
    var members: [(String, JSONText)] = []
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextKey() {
      let name = key.string
      members.append((name, try reader.readText()))
    }
    return members
  }

  private func check<Payload>(
    _ payload: JSONText, _ read: (JSONText, PayloadExtent) throws -> Payload
  ) throws {
    let members = try members(of: payload)
    var refused = 0
    for changed in members.indices {
      for value in Self.values {
        let text = try JSONText.object { object in
          for (index, member) in members.enumerated() {
            object.field(member.key, index == changed ? try JSONText(value) : member.value)
          }
        }
        let whole = (try? read(text, .whole)) != nil
        #expect(((try? read(text, .folded)) != nil) == whole, "\(members[changed].key): \(value)")
        refused += whole ? 0 : 1
      }
    }
    #expect(refused > members.count)
  }

  @Test func aDispatchIsFoldedWhereItCanBeReadWhole() throws {
    var request = DispatchRequest(vpID: VPID(stored: "vp.a"), objective: "o")
    request.budget = Budget(maxLLMCalls: 1)
    (request.successCriteria, request.requiredOutputs) = (["c"], ["f"])
    (request.runID, request.taskID, request.sourceSessionID) = ("r", "t", "s")
    let origin = MissionDispatched(missionID: MissionID(stored: "vp-mission-a"), request: request)
    try check(origin.payload) { try MissionDispatched(payload: $0, reading: $1) }
  }

  @Test func aProgressIsFoldedWhereItCanBeReadWhole() throws {
    let payload = try JSONText(
      #"{"attempt":1,"detail":{},"lease_expires_at":null,"percent":1,"summary":"s","vp_id":"vp.a","worker_id":"w"}"#
    )
    try check(payload) { try MissionProgressed(payload: $0, reading: $1) }
  }

  @Test func aStoredBudgetMayHaveFieldsOfALaterBuild() throws {
    let text =
      #"{"budget":{"max_tokens":5,"max_llm_calls":2},"mission_id":"m","objective":"o","vp_id":"v"}"#
    let origin = try MissionDispatched(payload: JSONText(text))
    #expect(origin.request.budget == Budget(maxLLMCalls: 2))
    #expect(throws: MissionError.self) {
      try DispatchRequest(
        json: JSONText(#"{"budget":{"max_tokens":5},"objective":"o","vp_id":"v"}"#))
    }
  }
}
