import CanonicalJSON
import EventLog
import EventProjections
import MissionControl
import MissionModel
import MissionReplay
import MissionTesting
import Platform
import Testing

@Suite struct FleetExportTests {
  private let home: TemporaryHome

  init() throws { home = try TemporaryHome() }

  private func dispatch(to vp: VPID, _ fleet: Fleet) async throws {
    _ = try await fleet.dispatch(DispatchRequest(vpID: vp, objective: "dig"), .tester)
  }

  @Test func aMissionThatCantBeToldIsLeftOutOfAllTracesButNotWhereItIsAskedFor() async throws {
    let fleet = home.fleet()
    try await dispatch(to: .general, fleet)
    let log = try await fleet.writableLog(named: "vp").log
    let late = NewEvent(
      type: "vp.mission.dispatched", schema: 2, payload: .emptyObject, actor: "later")
    try await log.append([late], to: StreamName("mission/late"))
    let torn = NewEvent(type: "vp.mission.completed", payload: .emptyObject, actor: "torn")
    try await log.append([torn], to: StreamName("mission/torn"))
    let told = Condition<[String]>([])
    var lines = 0
    try await FleetExport(fleet) { warning in
      told.withLock { $0.append(warning.missionID?.rawValue ?? warning.message) }
    }.traces { _ in
      lines += 1
      return true
    }
    #expect(lines == 1)
    #expect(told.withLock { $0 } == ["late", "torn"])
    for id in ["late", "torn"] {
      let own = FleetExport(fleet, mission: try Known.mission(id)) { _ in }
      await #expect(throws: MissionError.self) { try await own.traces { _ in true } }
    }
  }
}
