import HTTPTypes
import MissionControl
import Testing

@testable import MissionHTTP

/// Headers that come more than once where one is meant.
@Suite(.timeLimit(.minutes(2))) struct SingleFieldTests {
  private static let json = "Content-Type: application/json"

  @Test(arguments: [
    ["Idempotency-Key: H1", "Idempotency-Key: H1"], ["Idempotency-Key: H1", "idempotency-key: H9"],
    ["X-Missionlog-Session: s1", "X-Missionlog-Session: s1"],
    ["X-Missionlog-Session:", "X-Missionlog-Session: s1"],
    ["Content-Type: application/json"], ["Content-Type: text/plain"],
  ])
  func aCommandWhoseHeaderRepeatsWhatItMayHoldOnceIsRefused(lines: [String]) async throws {
    let bench = try await ServerBench.start()
    let answer = try await bench.ask(
      "POST", "/api/v1/missions", [Self.json] + lines,
      body: #"{"vp_id":"vp.general.primary","objective":"survey"}"#)
    #expect(answer.status == 400 && answer.code == "validation_error")
    let name = lines.first?.split(separator: ":").first ?? ""
    #expect(answer.body.contains("the header holds \(name) more than once"), "\(answer.body)")
    #expect(try await bench.fleet.heads().values.allSatisfy { $0 == 0 })
  }

  @Test func aStreamGoesOnAfterOnePlaceAlone() async throws {
    let bench = try await ServerBench.start()
    let last = "Last-Event-ID: vp:0"
    let answer = try await bench.ask(
      "GET", "/api/v1/events", ["Accept: text/event-stream", last, last])
    #expect(answer.status == 400 && answer.body.contains("Last-Event-ID"))
  }

  @Test func ofSeveralTracesNoneIsTaken() throws {
    let trace = "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more"
    var fields: HTTPFields = [.traceParent: trace]
    let caller = Caller(name: "ci", scopes: [.read])
    #expect(try CallHeaders.call(caller, fields, id: "r").traceID != nil)
    fields.append(HTTPField(name: .traceParent, value: trace))
    #expect(try CallHeaders.call(caller, fields, id: "r").traceID == nil)
  }
}
