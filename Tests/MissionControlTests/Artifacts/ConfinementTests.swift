import CanonicalJSON
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

/// Folders that were named by tokens without scope `admin`.
@Suite struct ConfinementTests {
  private let bench: Bench
  private let folder: String

  init() throws {
    bench = try Bench()
    folder = bench.home.folder.file("target")
    try FileSystem.makePrivateDirectory(folder)
    try FileSystem.writeAtomically(Array("secret".utf8), to: folder + "/key")
  }

  /// A mission under the target path, dispatched by this token, or by a person; a worker of this
  /// machine has completed it.
  private func done(by token: String?) async throws -> MissionID {
    var request = DispatchRequest(vpID: .general, objective: "work")
    request.constraints = try JSONText(#"{"target_path":"\#(folder)"}"#)
    let call = token.map { CallContext(actor: TokenActor.name(of: $0)) } ?? .tester
    let id = try await bench.fleet.dispatch(request, call).mission.state.facts.missionID
    try await complete()
    return id
  }

  private func complete() async throws {
    let claimed = try #require(try await bench.claim()).state
    let token = FencingToken(worker: .first, attempt: claimed.attempt)
    let id = claimed.facts.missionID
    try await bench.report(.started(workspace: folder), id, token)
    try await bench.report(.completed(MissionOutcome()), id, token)
  }

  private func refusal(
    of id: MissionID, by fleet: Fleet? = nil, trusting trusted: Set<String>? = ["admin"]
  ) async -> MissionError.Code? {
    var request = ArtifactsRequest()
    request.path = "key"
    do {
      let text = try await (fleet ?? bench.fleet).artifacts(of: id, request, trusting: trusted).text
      return text?.text == "secret" ? nil : .internalError
    } catch let error as MissionError {
      return error.code
    } catch {
      return .internalError
    }
  }

  @Test func aTargetThatAStrangerNamedIsNotReadThoughAWorkerOfThisMachineWorkedThere() async throws
  {
    let id = try await done(by: "orchestrator")
    #expect(await refusal(of: id) == .artifactOutsideWorkspace)
    #expect(await refusal(of: id, trusting: ["admin", "orchestrator"]) == nil)
    // Who asks on this machine could read it anyway.
    #expect(await refusal(of: id, trusting: nil) == nil)
  }

  @Test func aStrangersTargetIsReadWhereTheLaneAllowsWork() async throws {
    let id = try await done(by: "orchestrator")
    let open = bench.home.fleet("lanes: {vp: {allow_roots: ['\(bench.home.folder.path)']}}")
    #expect(await refusal(of: id, by: open) == nil)
  }

  @Test func aTargetThatAPersonNamedIsRead() async throws {
    #expect(await refusal(of: try await done(by: nil)) == nil)
  }

  @Test(arguments: [TokenActor.name(of: "w"), "worker:w"])
  func aFolderThatARetryTookUpIsThatOfWhoReportedItFirst(reporter: String) async throws {
    let id = try await bench.dispatch()
    let claimed = try #require(try await bench.claim()).state
    let fence = FencingToken(worker: .first, attempt: claimed.attempt)
    for report in [
      WorkerReport.started(workspace: folder), .failed(FailureReport(error: "no")),
    ] {
      _ = try await bench.fleet.report(report, on: id, as: fence, CallContext(actor: reporter))
    }
    let retry = try await bench.fleet.retry(id, RetryRequest(), .tester).mission.id
    try await complete()
    let isStrange = reporter != "worker:w"
    #expect(await refusal(of: retry) == (isStrange ? .artifactOutsideWorkspace : nil))
    #expect(await refusal(of: retry, trusting: ["admin", "w"]) == nil)
  }

  @Test(arguments: [("orchestrator", true), (nil, false)] as [(String?, Bool)])
  func aRetrysTargetIsThatOfWhoDispatchedFirst(token: String?, isStrange: Bool) async throws {
    var request = DispatchRequest(vpID: .general, objective: "work")
    request.constraints = try JSONText(#"{"target_path":"\#(folder)"}"#)
    let (first, second) =
      token.map { (CallContext(actor: TokenActor.name(of: $0)), CallContext.tester) }
      ?? (.tester, CallContext(actor: TokenActor.name(of: "orchestrator")))
    let id = try await bench.fleet.dispatch(request, first).mission.state.facts.missionID
    let claimed = try #require(try await bench.claim()).state
    let fence = FencingToken(worker: .first, attempt: claimed.attempt)
    try await bench.report(
      .failed(FailureReport(error: "no")), id, fence)
    let retry = try await bench.fleet.retry(id, RetryRequest(), second).mission.id
    try await complete()
    #expect(await refusal(of: retry) == (isStrange ? .artifactOutsideWorkspace : nil))
  }
}
