import CanonicalJSON
import Foundation
import GoldenLedgers
import MissionControl
import MissionModel
import MissionReplay
import MissionTesting
import Testing

/// What a server tells is read back whole, for every mission of a home that holds everything that
/// ledgers can hold.
@Suite(.timeLimit(.minutes(10))) struct ServedMissionTests {
  private func fleet(_ release: String, _ folder: TemporaryFolder) throws -> Fleet {
    let path = folder.path + "/home"
    try FileManager.default.copyItem(
      at: Fixtures.url("ledgers/\(release)/home"), to: URL(filePath: path))
    return GoldenHome.fleet(at: path, clocks: TestClock(start: GoldenHome.askedAt).clocks)
  }

  @Test(arguments: Fixtures.releases)
  func aFullObjectIsReadBackToTheSameObject(_ release: String) async throws {
    let folder = try TemporaryFolder()
    let fleet = try fleet(release, folder)
    var request = ListRequest()
    request.limit = 500
    request.withRequests = true
    let missions = try await fleet.list(request).missions
    #expect(missions.count > 20)
    for mission in missions {
      var reader = JSONReader(trusted: Array(full(mission).utf8))
      let read = try MissionView(reading: &reader)
      #expect(full(read) == full(mission))
      #expect(read.attention == mission.attention)
      #expect(read.effectiveStatus == mission.effectiveStatus)
    }
  }

  @Test func aCancelThatBecameOverdueSinceALookNeedsOneAtAServerToo() async throws {
    let clock = TestClock()
    let home = try TemporaryHome(clock: clock)
    let fleet = home.fleet()
    let id = try await fleet.dispatch(
      DispatchRequest(vpID: .general, objective: "go"), .tester
    ).mission.state.facts.missionID
    _ = try await fleet.claim(ClaimRequest(vp: .general, worker: .first), .worker("w1"))
    _ = try await fleet.cancel(id, .tester)
    _ = try await fleet.acknowledge(id, .tester)
    clock.advance(seconds: 61)
    let mission = try await fleet.get(id).mission
    var reader = JSONReader(trusted: Array(full(mission).utf8))
    let read = try MissionView(reading: &reader)
    #expect(mission.attention == .cancelOverdue && read.attention == .cancelOverdue)
  }

  @Test(arguments: Fixtures.releases)
  func anExplanationIsReadBackToTheSamePage(_ release: String) async throws {
    let folder = try TemporaryFolder()
    let fleet = try fleet(release, folder)
    var request = ListRequest()
    request.limit = 500
    for mission in try await fleet.list(request).missions {
      let why = try await Replay(fleet).why(mission)
      var writer = JSONWriter(order: .asWritten)
      writer.value(why)
      var reader = JSONReader(trusted: writer.finish())
      let read = try Why(reading: &reader)
      #expect(WhyDrawing(read, clock: .utc).lines == WhyDrawing(why, clock: .utc).lines)
    }
  }

  private func full(_ mission: MissionView) -> String {
    var writer = JSONWriter(order: .asWritten)
    mission.writeFull(into: &writer)
    return String(decoding: writer.finish(), as: UTF8.self)
  }
}
