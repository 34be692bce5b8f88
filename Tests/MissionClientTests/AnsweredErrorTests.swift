import MissionControl
import MissionModel
import Testing

@testable import MissionClient

@Suite struct AnsweredErrorTests {
  @Test func whatAnOlderServerDoesNotKnowIsToldFromOtherRefusals() throws {
    let path = try error(
      "not_found", "there is nothing at this path: /openapi.json lists what there is")
    let parameter = try error("validation_error", "unknown parameter claim; there are vp_id")
    #expect(path.isOfTheUnknown && parameter.isOfTheUnknown)
    #expect(parameter.ofAnOlderServer.code == .validationError)
    #expect(parameter.ofAnOlderServer.message.contains("upgrade servers first"))
    #expect(try !error("not_found", "there is no mission x").isOfTheUnknown)
    #expect(try !error("validation_error", "objective is required").isOfTheUnknown)
  }

  @Test func aServerOfThisVersionSaysSoInTheSameWords() {
    #expect(MissionError.nothingAtThisPath.isOfTheUnknown)
    #expect(MissionError.unknownParameters(["claim"], known: ["vp_id"]).isOfTheUnknown)
  }

  private func error(_ code: String, _ message: String) throws -> MissionError {
    let body = #"{"ok":false,"error":{"code":"\#(code)","message":"\#(message)"}}"#
    return try #require(MissionError(answered: Array(body.utf8)))
  }
}
