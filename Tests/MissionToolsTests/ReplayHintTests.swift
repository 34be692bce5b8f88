import MissionTesting
import MissionTools
import Testing

/// What whoever dispatches the same once more, by its key, is told of the mission that is there.
@Suite struct ReplayHintTests {
  private static let dispatch =
    #"{"vp_id": "vp.general.primary", "objective": "count", "idempotency_key": "k"}"#

  private let home: TemporaryHome
  private let context: ToolContext

  init() throws {
    home = try TemporaryHome()
    context = ToolContext(fleet: home.fleet(), call: .tester)
  }

  private func call(_ tool: String, _ json: String) async throws -> any ToolAnswer {
    try await #require(Tools.named(tool)).call(Array(json.utf8), context)
  }

  private func id(in answer: any ToolAnswer) throws -> String {
    let text = String(decoding: answer.json, as: UTF8.self)
    return String(try #require(text.firstMatch(of: /vp-mission-[0-9a-f]+/)?.output))
  }

  /// Dispatches and claims the mission; what names it, and what every report of its worker begins
  /// with.
  private func claimed() async throws -> (mission: String, token: String) {
    let id = try id(in: try await call("vp_dispatch_mission", Self.dispatch))
    _ = try await call(
      "vp_claim_mission", #"{"vp_id": "vp.general.primary", "worker_id": "w1"}"#)
    let mission = #""mission_id": "\#(id)""#
    return (mission, #"\#(mission), "worker_id": "w1", "attempt": 1"#)
  }

  /// The hint to the same dispatch once more.
  private func replayed() async throws -> String {
    try #require(try await call("vp_dispatch_mission", Self.dispatch).hint)
  }

  @Test func whatIsCompletedIsNotToBeRetried() async throws {
    let (_, token) = try await claimed()
    #expect(try await replayed().hasPrefix("vp_wait_mission"))
    _ = try await call("vp_complete", #"{\#(token), "result_ref": "workspace:///srv/w"}"#)
    let hint = try await replayed()
    #expect(hint.hasPrefix("this key has run; use retry for a failed"), "\(hint)")
    #expect(hint.contains(": vp_read_result_artifacts vp-mission-"), "\(hint)")
    #expect(!hint.contains("vp_retry_mission"))
  }

  @Test func whatFailedIsToBeRetriedOnce() async throws {
    let (mission, token) = try await claimed()
    _ = try await call("vp_fail", #"{\#(token), "error": "no"}"#)
    let failed = try await replayed()
    #expect(failed.hasPrefix("this key has run; use retry: vp_retry_mission"), "\(failed)")
    let retry = try id(in: try await call("vp_retry_mission", "{\(mission)}"))
    let retried = try await replayed()
    #expect(retried.hasPrefix("this key has run; use retry only once"), "\(retried)")
    #expect(retried.hasSuffix("it is retried as \(retry)"), "\(retried)")
  }

  @Test func aQuestionIsToBeAnsweredAndACancelWaitedFor() async throws {
    let (mission, token) = try await claimed()
    _ = try await call("vp_block", #"{\#(token), "question": "which?"}"#)
    #expect(try await replayed().hasPrefix("vp_answer_mission"))
    _ = try await call("vp_cancel_mission", "{\(mission)}")
    #expect(try await replayed().contains("with until terminal"))
  }

  @Test func whoMayReadNoFilesIsToldThatTheKeyHasRun() async throws {
    let (_, token) = try await claimed()
    _ = try await call("vp_complete", #"{\#(token), "result_ref": "workspace:///srv/w"}"#)
    let tools = Tools.served(toWorkers: false, reading: false)
    let json = try await call("vp_dispatch_mission", Self.dispatch).json(serving: tools)
    let text = String(decoding: json, as: UTF8.self)
    #expect(text.contains(#""hint":"this key has run; use retry"}"#), "\(text)")
  }
}
