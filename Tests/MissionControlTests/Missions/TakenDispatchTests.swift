import CanonicalJSON
import MissionControl
import MissionModel
import MissionTesting
import Testing

extension WorkerID {
  fileprivate static let other = WorkerID(stored: "w2")
}

/// Dispatches whose worker takes the mission before any other can.
@Suite struct TakenDispatchTests {
  private let bench: Bench
  private let taker = Taker(
    ClaimRequest(
      vp: .general, worker: .first, process: WorkerProcess(host: "here", version: "1")),
    .worker("w1"))

  init() throws { bench = try Bench() }

  private func dispatch(
    _ key: String? = nil, target: String? = nil, takenBy taker: Taker
  ) async throws -> DispatchResult {
    var request = DispatchRequest(vpID: .general, objective: "work")
    request.idempotencyKey = key
    if let target { request.constraints = .object { $0.field("target_path", target) } }
    return try await bench.fleet.dispatch(request, .tester, takenBy: taker)
  }

  @Test func aTakerHoldsTheMissionFromItsDispatchOn() async throws {
    let result = try await dispatch(takenBy: taker)
    let state = result.mission.state
    #expect(state.status == .running && state.workerID == .first && state.workerHost == "here")
    #expect(result.mission.request?.objective == "work")
    #expect(result.warnings.isEmpty)
    #expect(try await bench.fleet.story(of: result.mission.id) == ["dispatched", "claimed"])
    let session = try #require(try await bench.fleet.sessions().sessions.first)
    #expect(session.state.missionIDs == [result.mission.id])
    // What the worker says of itself as it begins is known by then.
    let heads = try await bench.heads()
    try await bench.fleet.reportSession(
      .registered(WorkerProcess(host: "here", version: "1")),
      of: SessionID(vp: .general, worker: .first), .worker("w1"))
    #expect(try await bench.heads() == heads)
  }

  @Test func whatCanNotBeClaimedNowWaits() async throws {
    _ = try await dispatch(takenBy: taker)
    let second = Taker(ClaimRequest(vp: .general, worker: .other), .worker("w2"))
    let busy = try await dispatch(takenBy: second)
    #expect(busy.mission.state.status == .queued)
    #expect(busy.mission.waitingFor == .concurrency)
  }

  @Test func aKeyUsedAgainGivesItsMissionToTheWorkerThatHoldsItAlone() async throws {
    let first = try await dispatch("k", takenBy: taker)
    let again = try await dispatch("k", takenBy: taker)
    #expect(again.replayed && again.mission.id == first.mission.id)
    #expect(again.mission.state.version == first.mission.state.version)
    let other = Taker(ClaimRequest(vp: .general, worker: .other), .worker("w2"))
    #expect(try await dispatch("k", takenBy: other).mission.state.workerID == .first)
  }

  @Test func aTargetPathIsTakenWithTheMission() async throws {
    let folder = try TemporaryFolder()
    let result = try await dispatch(target: folder.path, takenBy: taker)
    #expect(result.mission.state.status == .running)
    var request = DispatchRequest(vpID: .coder, objective: "work")
    request.constraints = .object { $0.field("target_path", folder.path) }
    let claim = ClaimRequest(vp: .coder, worker: .other)
    let other = try await bench.fleet.dispatch(
      request, .tester, takenBy: Taker(claim, .worker("w2")))
    #expect(other.mission.state.status == .queued)
    #expect(try await bench.fleet.get(other.mission.id).mission.waitingFor == .target)
  }
}
