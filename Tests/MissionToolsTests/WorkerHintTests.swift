import MissionModel
import MissionTesting
import MissionTools
import Testing

/// What a worker is told to call next: its mission is its orchestrator's to judge, to read and to
/// retry.
@Suite struct WorkerHintTests {
  private let home: TemporaryHome
  private let context: ToolContext

  init() throws {
    home = try TemporaryHome()
    context = ToolContext(fleet: home.fleet(), call: .tester)
  }

  private func call(_ tool: String, _ json: String) async throws -> any ToolAnswer {
    try await #require(Tools.named(tool)).call(Array(json.utf8), context)
  }

  /// Dispatches and claims a mission: what every report of its worker begins with.
  private func claimed() async throws -> String {
    let dispatched = try await call(
      "vp_dispatch_mission", #"{"vp_id": "vp.general.primary", "objective": "count"}"#)
    _ = try await call(
      "vp_claim_mission", #"{"vp_id": "vp.general.primary", "worker_id": "w1"}"#)
    let text = String(decoding: dispatched.json, as: UTF8.self)
    let id = try #require(text.firstMatch(of: /vp-mission-[0-9a-f]+/)?.output)
    return #""mission_id": "\#(id)", "worker_id": "w1", "attempt": 1"#
  }

  /// What a report is refused with, and what a worker is told of that to whom all tools are served,
  /// or its own alone.
  private func refusal(
    _ tool: String, _ json: String
  ) async throws -> (code: MissionError.Code, hints: [String]) {
    let error = await #expect(throws: MissionError.self) { _ = try await call(tool, json) }
    let refusal = try #require(error)
    let hints = [Tools.all, Tools.worker].map { tools in
      ErrorGuide.advice(for: refusal, to: .worker, serving: Set(tools.map(\.name)))
    }
    return (refusal.code, hints)
  }

  @Test(arguments: [
    ("vp_complete", #""message": "ten""#), ("vp_fail", #""error": "no""#),
    ("vp_cancelled", #""reason": "asked to""#),
  ])
  func whoHasEndedAMissionIsSentToTheNext(tool: String, words: String) async throws {
    let token = try await claimed()
    if tool == "vp_cancelled" {
      let mission = token.prefix { $0 != "," }
      _ = try await call("vp_cancel_mission", "{\(mission)}")
    }
    #expect(try await call(tool, "{\(token), \(words)}").hint == "vp_claim_mission for the next")
  }

  @Test(arguments: [
    ("vp_heartbeat", ""), ("vp_progress", #", "summary": "on""#),
    ("vp_complete", #", "message": "eleven""#), ("vp_fail", #", "error": "no""#),
  ])
  func noWorkerIsBiddenToRetryAMissionThatHasEnded(tool: String, words: String) async throws {
    let token = try await claimed()
    _ = try await call("vp_complete", #"{\#(token), "message": "ten"}"#)
    let (code, hints) = try await refusal(tool, "{\(token)\(words)}")
    #expect(code == .missionTerminal)
    for hint in hints {
      #expect(hint.contains("stop") && hint.hasSuffix("vp_claim_mission for the next"), "\(hint)")
    }
  }

  @Test(arguments: [
    ("vp_progress", #""summary": "on""#), ("vp_artifact", #""path": "a.txt""#),
    ("vp_block", #""question": "or that?""#),
  ])
  func aWorkerThatWaitsForAnAnswerIsToldToWaitOn(tool: String, words: String) async throws {
    let token = try await claimed()
    _ = try await call("vp_block", #"{\#(token), "question": "this?"}"#)
    let (code, hints) = try await refusal(tool, "{\(token), \(words)}")
    #expect(code == .invalidTransition)
    #expect(hints.allSatisfy { $0.hasPrefix("vp_heartbeat until blocked is null") }, "\(hints)")
  }

  @Test func aWorkerThatStartedElsewhereIsNotToldToWaitForAnAnswer() async throws {
    let token = try await claimed()
    _ = try await call("vp_start", #"{\#(token), "workspace": "/srv/a"}"#)
    let (code, hints) = try await refusal("vp_start", #"{\#(token), "workspace": "/srv/b"}"#)
    #expect(code == .invalidTransition)
    #expect(hints.allSatisfy { $0.hasPrefix("go on without this call") }, "\(hints)")
  }

  @Test func aWorkerThatNamesNoMissionOfItsOwnIsSentBackToItsClaim() async throws {
    let token = try await claimed().replacing(/vp-mission-[0-9a-f]+/, with: "vp-mission-none")
    let (code, hints) = try await refusal("vp_heartbeat", "{\(token)}")
    #expect(code == .notFound)
    #expect(hints.allSatisfy { $0.contains("vp_claim_mission answered") }, "\(hints)")
  }
}
