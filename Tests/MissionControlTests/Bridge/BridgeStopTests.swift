import CanonicalJSON
import EventLog
import EventLogSQLite
import EventProjections
import MissionModel
import MissionTesting
import Testing

@testable import MissionControl

/// Events that the bridge can't carry: it stands still there, and says so.
@Suite struct BridgeStopTests {
  /// Has a newer build begin a mission.
  private func beginNewer(_ name: String, in fleet: Fleet) async throws {
    let event = NewEvent(
      type: MissionEventType.dispatched.rawValue, schema: 2, payload: .emptyObject, actor: "newer")
    let log = try await fleet.writableLog(named: "vp")
    try await log.write { try $0.append(event, to: StreamName("mission/\(name)")) }
  }

  /// How the bridge stands at the lane, as a bridge knows it, and as whoever looks.
  private func sources(_ bench: BridgeBench) async throws -> [BridgeMetrics.Source] {
    var found: [BridgeMetrics.Source] = []
    for bridge in [bench.bridge, nil] {
      let metrics = try await bench.fleet.bridgeMetrics(of: bridge)
      found.append(try #require(metrics.sources.first { $0.cursor.ledger == "vp" }))
    }
    return found
  }

  @Test func aMissionOfANewerBuildStopsTheLaneBehindWhatCameBeforeAndIsNamed() async throws {
    let bench = try BridgeBench()
    try await bench.dispatch()
    try await beginNewer("late", in: bench.fleet)
    try await bench.dispatch()
    // It is seen while something waits before it.
    for source in try await sources(bench) {
      #expect(source.lastError?.code == .eventSchemaTooNew && source.waitingSince != nil)
    }
    let step = try await bench.bridge.catchUp()
    #expect(try await bench.carried(from: "vp") == [1])
    let error = try #require(step.sources.first { $0.ledger == "vp" }?.error)
    #expect(error.message.hasPrefix("vp:2 of mission/late can't be carried"))
    #expect(error.message.contains("`missionlog bridge cursor set 2 --ledger vp`"))
    for source in try await sources(bench) {
      #expect(source.lastError?.message == error.message && source.errorsTotal == 1)
    }
    let status = try await bench.fleet.status()
    #expect(!status.isQuiet)
    let stop = try #require(status.warnings.first { $0.kind == .bridgeStopped })
    #expect(stop.ledger == "vp" && stop.message.contains("vp:2 of mission/late"))

    _ = try await bench.fleet.moveCursor(to: .position(2), of: "vp", .tester)
    try await bench.carryAll()
    #expect(try await bench.carried(from: "vp") == [1, 3])
    #expect(try await sources(bench).allSatisfy { $0.lastError == nil })
    #expect(try await bench.fleet.status().isQuiet)
  }

  /// Has a newer build's mission go on by events that this build can read.
  private func goOn(_ name: String, in fleet: Fleet) async throws {
    let event = NewEvent(
      type: MissionEventType.annotated.rawValue, payload: try JSONText(#"{"note":"on"}"#),
      actor: "newer")
    let log = try await fleet.writableLog(named: "vp")
    try await log.write { try $0.append(event, to: StreamName("mission/\(name)")) }
  }

  @Test func aMissionThatNobodyHasPassedIsLeftToTheBuildThatBeganIt() async throws {
    let bench = try BridgeBench()
    try await beginNewer("late", in: bench.fleet)
    // That build's bridge has carried its beginning.
    let source = try await bench.fleet.log("vp")
    let leaf = try #require(try await source.read { try $0.log.leaf(at: 1) })
    let mark = SourceMark(
      event: EventID(ledger: "vp", position: 1), lineage: source.log.lineage, leaf: leaf)
    let runtime = try bench.fleet.ledger(named: LaneSettings.runtimeName)
    _ = try await bench.fleet.write(runtime, .tester) { transaction in
      try transaction.append(
        .advanced(BridgeAdvanced(source: mark, skipped: 1)), to: RuntimeStreams.bridge("vp"))
    }
    try await goOn("late", in: bench.fleet)
    let step = try await bench.bridge.catchUp()
    let error = try #require(step.sources.first { $0.ledger == "vp" }?.error)
    #expect(error.message.contains("`missionlog bridge cursor set 2 --ledger vp`"))

    _ = try await bench.fleet.moveCursor(to: .position(2), of: "vp", .tester)
    try await bench.dispatch()
    try await bench.carryAll()
    #expect(try await bench.carried(from: "vp") == [3])
    // Whatever it goes on with may be another build's to carry: each time a person says.
    try await goOn("late", in: bench.fleet)
    let next = try await bench.bridge.catchUp()
    #expect(next.sources.first { $0.ledger == "vp" }?.error?.code == .eventSchemaTooNew)
  }

  @Test func whatWasLookedThroughIsNotLookedThroughAgainAndWhatComesIs() async throws {
    let bench = try BridgeBench()
    for _ in 1...3 { try await bench.dispatch() }
    let lineage = try await bench.fleet.log("vp").log.lineage
    let seen = {
      bench.fleet.memory.clearWay(lineage: lineage, after: SourceCursor(ledger: "vp")).seen
    }
    #expect(seen() == 0)
    let page = try await bench.fleet.readFeed(FeedRequest(session: "s1"))
    #expect(page.warnings.isEmpty && seen() == 3)
    try await bench.dispatch()
    #expect(try await bench.fleet.status().isQuiet && seen() == 4)
    try await beginNewer("late", in: bench.fleet)
    for _ in 1...2 {
      let page = try await bench.fleet.readFeed(FeedRequest(session: "s1"))
      #expect(page.warnings.map(\.kind) == [.bridgeStopped] && seen() == 4)
    }
  }

  @Test func whatARunningBridgeFailedAtStaysUntilItSucceeds() async throws {
    let bench = try BridgeBench()
    try await beginNewer("late", in: bench.fleet)
    _ = try await bench.bridge.catchUp()
    _ = try await bench.fleet.moveCursor(to: .latest, of: "vp", .tester)
    #expect(try await sources(bench).map { $0.lastError != nil } == [true, false])
    _ = try await bench.bridge.catchUp()
    #expect(try await sources(bench).map { $0.lastError != nil } == [false, false])
  }

  @Test func whatComesBeforeADamagedEventIsCarried() async throws {
    let home = try TemporaryHome()
    let before = try BridgeBench(home)
    for _ in 1...4 { try await before.dispatch() }
    before.fleet.close()
    let connection = try Connection(
      .init(path: home.home.path + "/vp_state.db", mode: .readWrite))
    try connection.execute(
      "DROP TRIGGER events_no_update; UPDATE events SET trace_id = 'x' WHERE position = 3")
    _ = try connection.checkpoint(.truncate)
    connection.close()

    let bench = try BridgeBench(home)
    let step = try await bench.bridge.catchUp()
    #expect(try await bench.carried(from: "vp") == [1, 2])
    let error = try #require(step.sources.first { $0.ledger == "vp" }?.error)
    #expect(error.code == .ledgerCorrupt && error.message.contains("event vp:3"))
    #expect(try await sources(bench).allSatisfy { $0.lastError?.code == .ledgerCorrupt })
    #expect(try await bench.fleet.status().warnings.map(\.kind).contains(.bridgeStopped))
    #expect(error.message.contains("`missionlog bridge cursor set 3 --ledger vp`"))
    _ = try await bench.fleet.moveCursor(to: .position(3), of: "vp", .tester)
    _ = try await bench.bridge.catchUp()
    #expect(try await bench.carried(from: "vp") == [1, 2, 4])
    #expect(try await sources(bench).allSatisfy { $0.lastError == nil })
  }
}
