import CanonicalJSON
import EventLog
import EventProjections
import Foundation
import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionControl

@Suite struct PruneTests {
  private let bench: Bench
  private let root: String
  private let host = HostIdentity.system.hostName

  init() throws {
    bench = try Bench()
    root = bench.fleet.workspaceRoot(ofVP: .general)
  }

  /// Dispatches a mission, works on it in a folder, and ends it.
  private func end(
    _ vp: VPID = .general, in folder: String? = nil, on host: String? = nil, fails: Bool = false,
    _ change: (inout DispatchRequest) -> Void = { _ in }
  ) async throws -> MissionID {
    let id = try await bench.dispatch(to: vp, change)
    try await finish(id, vp, in: folder, on: host, fails: fails)
    return id
  }

  private func finish(
    _ id: MissionID, _ vp: VPID = .general, in folder: String? = nil, on host: String? = nil,
    fails: Bool = false, declaring artifact: String? = nil
  ) async throws {
    var claim = ClaimRequest(vp: vp, worker: .first)
    claim.process = WorkerProcess(host: host ?? self.host)
    let mission = try #require(try await bench.fleet.claim(claim, .worker("w1")))
    let token = FencingToken(worker: .first, attempt: mission.state.attempt)
    let place = folder ?? root + "/" + id.rawValue
    try FileSystem.makePrivateDirectory(place + "/tmp")
    for name in ["mission_receipt.json", "sync_ready.json", "result.txt", "output.log", "tmp/x"] {
      let text = name == "mission_receipt.json" ? #"{"artifacts":[]}"# : "12345"
      try FileSystem.writeAtomically(Array(text.utf8), to: "\(place)/\(name)")
    }
    try await bench.report(.started(workspace: place), id, token)
    if let artifact {
      try await bench.report(.artifact(ArtifactReport(path: artifact)), id, token)
    }
    let outcome = MissionOutcome(
      resultRef: "workspace://" + place, deliverables: ["result.txt"],
      receiptPath: "mission_receipt.json", markerPath: "sync_ready.json")
    try await bench.report(
      fails ? .failed(FailureReport(error: "no", outcome: outcome)) : .completed(outcome), id, token
    )
  }

  private func prune(_ seconds: Double = 0, rehearsal: Bool = false) async throws -> PruneResult {
    var request = PruneRequest()
    request.olderThanSeconds = seconds
    request.isRehearsal = rehearsal
    return try await Pruning(of: bench.fleet, request).run(.tester)
  }

  private func files(_ id: MissionID) throws -> [String] {
    try BeneathRoot(path: root + "/" + id.rawValue).list(limit: 100).entries.map(\.path)
  }

  private let rest = ["mission_receipt.json", "result.txt", "sync_ready.json"]

  @Test func theWorkspaceOfAMissionThatMayHaveBeenRetriedUnreadStays() async throws {
    let (unread, read) = (try await end(fails: true), try await end())
    let log = try await bench.fleet.writableLog(named: "vp")
    try await log.write { transaction in
      var event = NewEvent(
        type: MissionEventType.retried.rawValue, payload: .emptyObject, actor: "newer")
      event.schema = 2
      try transaction.append(event, to: unread.stream)
      // What is folded after it moves the row past it.
      try transaction.append(
        NewEvent(
          type: MissionEventType.acknowledged.rawValue, payload: .emptyObject, actor: "newer"),
        to: unread.stream)
    }
    let result = try await prune()
    #expect(result.workspaces.map(\.mission) == [read])
    #expect(result.kept == [.chain: 1] && result.warnings.isEmpty)
    #expect(try files(unread).count == 6)
  }

  @Test func aFinishedWorkspaceKeepsReceiptMarkerAndDeliverables() async throws {
    let id = try await end()
    let plan = try await prune(rehearsal: true)
    #expect(plan.workspaces.map(\.mission) == [id] && plan.bytesFreed == 10)
    #expect(try files(id).count == 6)
    let done = try await prune()
    #expect(done.workspaces.map(\.files) == [2] && done.bytesFreed == 10)
    #expect(try files(id) == rest)
    #expect(try await bench.story(id).last == "workspace_pruned")
    let heads = try await bench.heads()
    #expect(try await prune().workspaces.isEmpty)
    #expect(try await bench.heads() == heads)
  }

  @Test func deliverablesThatAnEventOrTheReceiptAloneNamesStay() async throws {
    let id = try await bench.dispatch()
    try await finish(id, declaring: "tmp/x")
    let other = try await end()
    let receipt =
      #"{"artifacts":[{"path":"tmp/x","role":"deliverable","bytes":null},{"path":"tmp/x","role":"supporting"}]}"#
    try FileSystem.writeAtomically(
      Array(receipt.utf8), to: "\(root)/\(other)/mission_receipt.json")
    #expect(try await prune().workspaces.count == 2)
    #expect(try files(id) == (rest + ["tmp", "tmp/x"]).sorted())
    #expect(try files(other) == (rest + ["tmp", "tmp/x"]).sorted())
  }

  @Test func aReceiptThatCannotBeReadKeepsEverything() async throws {
    let id = try await end()
    try FileSystem.writeAtomically([0x7B], to: "\(root)/\(id)/mission_receipt.json")
    let result = try await prune()
    #expect(result.workspaces.first?.failure != nil && result.bytesFreed == 0)
    #expect(try files(id).count == 6)
  }

  @Test func whatIsYoungElsewhereOrAnothersIsLeftAlone() async throws {
    let folder = try TemporaryFolder()
    _ = try await end()
    #expect(try await prune(3_600).kept == [:])
    let target = folder.file("target")
    _ = try await end(in: target) {
      $0.constraints = .object { $0.field("target_path", target) }
    }
    _ = try await end(in: folder.file("elsewhere"))
    _ = try await end(on: "another-machine")
    let live = try await end()
    try await bench.dispatch {
      $0.constraints = .object { $0.field("target_path", root + "/\(live)/sub") }
    }
    let result = try await prune()
    #expect(result.workspaces.count == 1)
    #expect(result.kept == [.targetPath: 2, .elsewhere: 1, .otherHost: 1])
    #expect(try FileSystem.info(target + "/output.log").bytes == 5)
    #expect(try files(live).count == 6)
  }

  @Test func aWorkspaceThatALiveRetryGoesOnInIsLeftAlone() async throws {
    let id = try await end(fails: true)
    let retry = try await bench.fleet.retry(id, RetryRequest(), .tester).mission.id
    #expect(try await prune().kept == [.chain: 1])
    #expect(try files(id).count == 6)
    try await finish(retry, in: root + "/" + id.rawValue)
    #expect(try await prune().workspaces.map(\.mission) == [id])
    #expect(try files(id) == rest)
  }

  @Test func aLinkInAWorkspacesPlaceIsNotFollowed() async throws {
    let folder = try TemporaryFolder()
    let id = try await end()
    try FileManager.default.moveItem(
      atPath: "\(root)/\(id)", toPath: folder.file("moved"))
    try FileManager.default.createSymbolicLink(
      atPath: "\(root)/\(id)", withDestinationPath: folder.file("moved"))
    #expect(try await prune().workspaces.isEmpty)
    #expect(try FileSystem.info(folder.file("moved") + "/output.log").bytes == 5)
  }

  @Test func anAcknowledgedFailureStaysAcknowledged() async throws {
    let id = try await end(fails: true)
    _ = try await bench.fleet.acknowledge(id, .tester)
    #expect(try await prune().workspaces.count == 1)
    #expect(try await bench.fleet.get(id).mission.attention == nil)
  }
}
