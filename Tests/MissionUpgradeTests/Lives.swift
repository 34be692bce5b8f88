import CanonicalJSON
import EventLog
import EventProjections
import MissionControl
import MissionModel
import MissionStore
import MissionTesting
import MissionTools
import Testing

/// A home whose missions were lived through by this build, to be read by others.
struct Lives {
  let home: TemporaryHome
  let clock = TestClock()

  init() throws {
    home = try TemporaryHome(clock: clock)
  }

  /// A program over the home: this build's, unless another model is given.
  func program(_ model: LedgerModel = .current, autoRebuild: Bool = true) -> ToolContext {
    ToolContext(
      fleet: home.fleet(autoRebuild ? nil : "auto_rebuild: false", model: model), call: .tester)
  }

  /// Dispatches a mission, has it worked on and completed; it falls back on the way if that is
  /// wanted.
  func mission(
    _ number: Int, in context: ToolContext, fallsBack: Bool = false
  ) async throws -> MissionID {
    let fleet = context.fleet
    var request = DispatchRequest(vpID: .general, objective: "work \(number)")
    request.idempotencyKey = "k\(number)"
    let id = try await fleet.dispatch(request, .tester).mission.state.facts.missionID
    clock.advance(seconds: 1)
    let claim = ClaimRequest(vp: .general, worker: .first, mission: id)
    _ = try #require(try await fleet.claim(claim, .tester))
    let token = FencingToken(worker: .first, attempt: 1)
    let usage = Usage(llmCalls: 3)
    var reports: [WorkerReport] = [
      .started(workspace: "/srv/w"), .progress(ProgressReport(usage: usage)),
    ]
    if fallsBack { reports.append(.fallback(from: "api", to: "cli", reason: "quota")) }
    reports.append(.completed(MissionOutcome(message: "done")))
    for report in reports {
      clock.advance(seconds: 1)
      _ = try await fleet.report(report, on: id, as: token, .tester)
    }
    return id
  }

  /// A tool's answer as text.
  static func answer(_ tool: String, _ json: String, _ context: ToolContext) async throws -> String
  {
    let tool = try #require(Tools.named(tool))
    return String(decoding: try await tool.call(Array(json.utf8), context).json, as: UTF8.self)
  }

  /// Every event of a ledger with its stored payload.
  static func stored(_ ledger: String, _ context: ToolContext) async throws -> [String] {
    try await context.fleet.log(ledger).log.read { reader in
      try reader.events().map { "\($0.id) \($0.type) \($0.schema) \($0.payload.string)" }
    }
  }
}
